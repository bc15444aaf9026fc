// What the signatures of a document came to, each by itself and all together: steps 3 and 4.
/** @import {Method} from "./controllers.js" */
/** @import {PublicKey} from "./keys.js" */
/** @import {Finding} from "./verdict.js" */
import { home } from "./dids.js";
import { KeyRefused, KeyUnread } from "./errors.js";
import { failed, held, isFailed, isHeld, notChecked } from "./verdict.js";
import { isoDay, shown } from "./words.js";

/**
 * @typedef {object} Signed
 * @property {Finding} signature
 * @property {Finding} issuerKey
 * @property {PublicKey[]} [keys] those whose signatures were checked
 * @property {number[]} [created]
 * @property {number | null} [expires] from when on the signatures are not to be relied on any more
 * @property {string[]} [departed] methods that the issuer's key document does not have (any more)
 */

/** @param {Signed} signed */
export function isGenuine(signed) {
  return isHeld(signed.signature) && isHeld(signed.issuerKey);
}

/**
 * A set of signatures is as good as the worst of them.
 * @param {Signed[]} each
 * @param {string} issuer
 * @returns {Signed}
 */
export function together(each, issuer) {
  let signature = worst(each.map((signed) => signed.signature));
  let issuerKey = worst(each.map((signed) => signed.issuerKey));
  const keys = each.flatMap((signed) => signed.keys ?? []);
  if (isHeld(signature)) {
    const count = each.length === 1 ? "signature holds" : `${each.length} signatures hold`;
    signature = held(`Unaltered since it was signed: its ${count}.`);
  }
  if (isHeld(issuerKey)) {
    const host = home(issuer);
    const where = host ? `published at ${host}` : "which is its own identifier";
    const names = [...new Set(keys.map((key) => key.short))].sort().join(" and ");
    issuerKey = held(`Signed with the issuer's key ${names}, ${where}.`);
  }
  const ends = each.map((signed) => signed.expires).filter((end) => end != null);
  return {
    signature,
    issuerKey,
    keys,
    created: each.flatMap((signed) => signed.created ?? []),
    expires: ends.length ? Math.min(...ends) : null,
    departed: each.flatMap((signed) => signed.departed ?? []),
  };
}

/**
 * Where no signature was found good, so that nobody's key was looked for.
 * @param {Finding} signature
 * @returns {Signed}
 */
export function unsigned(signature) {
  return { signature, issuerKey: untried() };
}

/**
 * Where the key was not found, or may not be used.
 * @param {Finding} reason
 * @param {string[]} [departed]
 * @returns {Signed}
 */
export function keyless(reason, departed = []) {
  const signature = notChecked(`There is no key to check its signature with. ${reason.detail}`);
  return { signature, issuerKey: reason, departed };
}

export function untried() {
  return notChecked("No signature holds, so it does not matter whose key it was.");
}

/** @param {string} whose */
export function stranger(whose) {
  return failed(`It is signed with a key of ${shown(whose)}, not of its issuer.`);
}

/**
 * A key that is refused speaks against the document; one that is not read says nothing.
 * @param {KeyRefused} reason
 */
export function keyFinding(reason) {
  return reason instanceof KeyUnread ? notChecked(reason.message) : failed(reason.message);
}

/**
 * Whether the key may still vouch (Controlled Identifiers 1.0, `revoked` and `expires`). Nobody but
 * the signer says when something was signed, so that a revoked key is refused whatever that says.
 * @param {Method} method
 * @param {number | null} created
 * @param {number} now
 */
export function inForce(method, created, now) {
  const { expires, revoked } = method;
  if (revoked !== null && now >= revoked) {
    return failed(`The key was revoked by its owner on ${isoDay(revoked)}.`);
  }
  if (expires !== null && created !== null && created >= expires) {
    return failed(`The key had ended on ${isoDay(expires)}, before it signed.`);
  }
  if (expires !== null && now >= expires) {
    return notChecked(`The key ended on ${isoDay(expires)}: nobody can tell what it signed before.`);
  }
  return held(`The key is ${method.key.short}.`);
}

/**
 * @param {Finding[]} findings
 * @returns {Finding}
 */
function worst(findings) {
  const found = findings.find(isFailed) ?? findings.find((finding) => !isHeld(finding));
  return found ?? findings[0] ?? untried();
}
