// The 2.0 badge beside a 3.0 credential in one picture: is it about the same award? It is judged by
// what it says, and nothing is fetched: the credential is signed and can vouch for itself.
/** @import {Assertion} from "./shape.js" */
/** @import {Bytes, JsonObject} from "../values.js" */
import { BadValue, Malformed } from "../errors.js";
import { MAX_DOCUMENT, instant } from "../fields.js";
import { parse } from "../strict-json.js";
import { has, isObject, latin1 } from "../values.js";
import { hostOf } from "./scope.js";
import { assertionOf } from "./shape.js";

/** Nothing can be said of the two. The message is a clause. */
export class NotCompared extends Error {}

/**
 * In what the `badge` differs from the `credential`, a clause; null if it is the same award.
 *
 * Throws NotCompared where one of them does not say enough.
 * @param {Bytes} credential
 * @param {Bytes} badge
 */
export function difference(credential, badge) {
  const signed = objectIn(credential);
  const assertion = assertionIn(badge);
  if (assertion.signedEdition === null) {
    throw new NotCompared("it does not say which credential it is an edition of");
  }
  const address = String(signed["id"]);
  if (assertion.signedEdition !== address) return "it is an edition of another credential";
  if (hostOf(assertion.id) !== hostOf(address)) return "it stands on another host";
  // Readers of 2.0 ask its address, and believe only what they find there.
  if (folder(assertion.id) !== folder(address)) {
    throw new NotCompared("it does not stand beside the credential");
  }
  if (!sameRecipient(assertion, signed)) return "it names another recipient";
  let begins, ends;
  try {
    const names = ["awardedDate", "validFrom"].filter((name) => has(signed, name));
    begins = names.map((name) => instant(signed[name], name));
    ends = has(signed, "validUntil") ? instant(signed["validUntil"], "validUntil") : null;
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    throw new NotCompared("the credential's dates cannot be read");
  }
  if (!begins.includes(assertion.issued)) return "it was issued on another day";
  return assertion.expires === ends ? null : "it ends on another day";
}

/**
 * @param {Assertion} assertion
 * @param {JsonObject} signed
 */
function sameRecipient({ recipient }, signed) {
  const subject = signed["credentialSubject"];
  if (!isObject(subject)) return false;
  if (recipient.type === "id") return recipient.value === subject["id"];
  const identifiers = subject["identifier"];
  return (Array.isArray(identifiers) ? identifiers : []).some(
    (each) =>
      isObject(each) &&
      each["identityType"] === recipient.type &&
      each["identityHash"] === recipient.value &&
      each["hashed"] === recipient.hashed &&
      (has(each, "salt") ? each["salt"] : "") === recipient.salt,
  );
}

/** @param {Bytes} badge */
function assertionIn(badge) {
  const document = objectIn(badge);
  let found;
  try {
    found = assertionOf(document);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    throw new NotCompared("it cannot be read");
  }
  if (found.withdrawn) throw new NotCompared("it says that it was withdrawn");
  return found;
}

/** @param {Bytes} text */
function objectIn(text) {
  if (!latin1(text, 4096).trimStart().startsWith("{")) {
    throw new NotCompared("one of the two is not written as JSON");
  }
  try {
    const value = parse(text, MAX_DOCUMENT);
    return isObject(value) ? value : {};
  } catch (error) {
    if (!(error instanceof BadValue)) throw error;
    throw new NotCompared("one of the two cannot be read");
  }
}

/** @param {string} address */
function folder(address) {
  return address.slice(0, Math.max(address.lastIndexOf("/"), 0));
}
