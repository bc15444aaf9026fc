// Whose signature a token carries: the key must stand in its issuer's own document. A `jwk` in the
// header, or an address in `kid`, says where a key is and not whose, so that they never decide.
/** @import {Controller, Method} from "./controllers.js" */
/** @import {Issuers} from "./issuers.js" */
/** @import {Signed} from "./signatures.js" */
/** @import {Source} from "./sources.js" */
/** @import {Token} from "./tokens.js" */
/** @import {JsonValue} from "./values.js" */
/** @import {Finding} from "./verdict.js" */
import { MAX_CONTROLLER } from "./controllers.js";
import { home, methodId } from "./dids.js";
import { BadValue, KeyRefused, NoSuchMethod, Unavailable, UnknownAlgorithm, UnsupportedKey } from "./errors.js";
import { algorithm, check as checkJws } from "./jws.js";
import { PublicKey } from "./keys.js";
import { inForce, keyFinding, keyless, stranger, unsigned, untried } from "./signatures.js";
import { parse } from "./strict-json.js";
import { isObject } from "./values.js";
import { failed, held, isFailed, isFinding, notChecked } from "./verdict.js";
import { shown } from "./words.js";

/** A signature that proves nothing, whoever made it. The message is a sentence. */
class Unsound extends Error {}

/**
 * Whether the signature holds, and whether its key is one of the issuer's.
 * @param {Token} token
 * @param {string} issuer
 * @param {Issuers} issuers
 * @param {Source} source
 * @param {number} now
 * @returns {Promise<Signed>}
 */
export async function check(token, issuer, issuers, source, now) {
  const named = token.jws.header["kid"];
  try {
    checkAlgorithm(token);
    const kid = typeof named === "string" && named.startsWith("#") ? `${issuer}${named}` : named;
    if (typeof kid === "string" && (kid.startsWith("did:") || kid.startsWith(`${issuer}#`))) {
      return await byName(token, kid, issuer, issuers, now);
    }
    const announced = await announcedKey(token, issuer, source);
    const controller = await issuers.controller(issuer);
    if (isFinding(controller)) return await unbound(token, announced, controller);
    if (typeof kid === "string" && controller.linked.has(kid)) {
      return await byName(token, kid, issuer, issuers, now);
    }
    return await byAny(token, controller, announced, kid, now);
  } catch (error) {
    if (error instanceof Unsound) return unsigned(failed(error.message));
    if (error instanceof UnknownAlgorithm) {
      return unsigned(notChecked(`It has a signature of a kind not read here, ${error.message}.`));
    }
    throw error;
  }
}

/**
 * Before any key is looked for: a header must not decide how a key is used.
 * @param {Token} token
 */
function checkAlgorithm(token) {
  const name = String(token.jws.header["alg"]);
  if (name.toLowerCase() === "none") throw new Unsound("It is not signed: its alg is none.");
  if (name.startsWith("HS")) {
    throw new Unsound(`It is signed with a secret that its readers share (${shown(name)}).`);
  }
  if (!algorithm(token.jws)) {
    throw new Unsound(`Its alg, ${shown(name)}, is none that can be relied on.`);
  }
}

/**
 * With the key that `kid` names as one of the issuer's own document.
 * @param {Token} token
 * @param {string} kid
 * @param {string} issuer
 * @param {Issuers} issuers
 * @param {number} now
 */
async function byName(token, kid, issuer, issuers, now) {
  const url = methodId(kid);
  const whose = url.split("#", 1)[0] ?? "";
  const controller = await issuers.controller(issuer);
  if (whose !== issuer && (isFinding(controller) || !controller.linked.has(url))) {
    return keyless(stranger(whose));
  }
  if (isFinding(controller)) return keyless(controller);
  let method;
  try {
    method = await issuers.method(controller, url);
  } catch (error) {
    if (!(error instanceof KeyRefused)) throw error;
    return keyless(keyFinding(error), error instanceof NoSuchMethod ? [url] : []);
  }
  const flaw = await checkJws(token.jws, method.key);
  return flaw === null ? holds(token, method, now) : unfit(flaw);
}

/**
 * With whichever key of the issuer's own document it may be.
 * @param {Token} token
 * @param {Controller} controller
 * @param {PublicKey | null} announced
 * @param {JsonValue | undefined} kid
 * @param {number} now
 * @returns {Promise<Signed>}
 */
async function byAny(token, controller, announced, kid, now) {
  for (const method of controller.methods) {
    if ((await checkJws(token.jws, method.key)) === null) return holds(token, method, now);
  }
  if (announced && (await checkJws(token.jws, announced)) === null) {
    const whose = `the document of ${shown(controller.did)} does not list it`;
    return {
      signature: held("The signature holds."),
      issuerKey: failed(`The key is not shown to be the issuer's: ${whose}.`),
      keys: [announced],
    };
  }
  const place = typeof kid === "string" ? home(kid) : null;
  if (!announced && place !== null && place !== home(controller.did)) return keyless(stranger(place));
  return {
    signature: failed("Its signature does not hold with any key of its issuer."),
    issuerKey: untried(),
  };
}

/**
 * The issuer's own keys are out of reach; still, the signature may be bad by itself.
 * @param {Token} token
 * @param {PublicKey | null} announced
 * @param {Finding} reason
 * @returns {Promise<Signed>}
 */
async function unbound(token, announced, reason) {
  if (!announced) return keyless(reason);
  const flaw = await checkJws(token.jws, announced);
  if (flaw !== null) return unfit(flaw);
  const said = `The key is not shown to be the issuer's. ${reason.detail}`;
  return {
    signature: held("Unaltered since it was signed with the key that it names."),
    issuerKey: isFailed(reason) ? failed(said) : notChecked(said),
    keys: [announced],
  };
}

/**
 * The key that the header brings along, or names at an address of the issuer's own host.
 * @param {Token} token
 * @param {string} issuer
 * @param {Source} source
 */
async function announcedKey(token, issuer, source) {
  const { kid, jwk } = token.jws.header;
  if (jwk !== undefined && jwk !== null) return brought(jwk);
  if (typeof kid !== "string" || !kid) throw new Unsound("Its signature names no key.");
  const place = home(kid);
  if (place === null || place !== home(issuer)) return null;
  try {
    const found = parse(await source.fetch(kid, MAX_CONTROLLER), MAX_CONTROLLER);
    return isObject(found) ? PublicKey.fromJwk(found) : null;
  } catch (error) {
    if (error instanceof Unavailable || error instanceof BadValue) return null;
    throw error;
  }
}

/** @param {JsonValue} jwk */
function brought(jwk) {
  if (!isObject(jwk)) throw new Unsound("The key that it brings along is no JWK.");
  try {
    return PublicKey.fromJwk(jwk);
  } catch (error) {
    if (error instanceof UnsupportedKey) return null;
    if (!(error instanceof BadValue)) throw error;
    throw new Unsound(`The key that it brings along is refused: ${error.message}.`);
  }
}

/**
 * @param {Token} token
 * @param {Method} method
 * @param {number} now
 * @returns {Signed}
 */
function holds(token, method, now) {
  return {
    signature: held("The signature holds."),
    issuerKey: inForce(method, null, now),
    keys: [method.key],
    expires: token.expires,
  };
}

/**
 * @param {string} flaw
 * @returns {Signed}
 */
function unfit(flaw) {
  return { signature: failed(`Its signature does not hold: ${flaw}.`), issuerKey: untried() };
}
