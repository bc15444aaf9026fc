// What a text says it is, in Open Badges 2.0: a hosted badge, a signed one, or none. Of a hosted badge
// only its address is relied on (OB 2.0, "Hosted Verification").
/** @import {Jws} from "../jws.js" */
/** @import {Bytes, JsonObject, JsonValue} from "../values.js" */
import { BadValue } from "../errors.js";
import { MAX_DOCUMENT } from "../fields.js";
import { parse as parseJws } from "../jws.js";
import { parse } from "../strict-json.js";
import { has, isObject, latin1 } from "../values.js";
import { isAssertion, kindOf } from "./shape.js";

const MAX_ADDRESS = 2_000;

/**
 * @typedef {{kind: "hosted", address: string, copy: JsonObject | null}} Hosted `copy`: what the text
 * says of the badge, if it says more than where it stands
 * @typedef {{kind: "signed", jws: Jws, payload: JsonObject}} SignedClaim
 * @typedef {Hosted | SignedClaim | {kind: "torn"}} Claim `torn`: the JSON of a signed badge, without
 * its signature
 */

/**
 * What a text claims, JSON or not; null for what is no Open Badges 2.0.
 * @param {Bytes} data
 * @returns {Claim | null}
 */
export function claimOf(data) {
  let value;
  try {
    value = parse(data, MAX_DOCUMENT);
  } catch (error) {
    if (error instanceof BadValue) return claimOfText(data);
    throw error;
  }
  return claimOfJson(value);
}

/**
 * What JSON claims; null for what is no assertion.
 * @param {JsonValue} document
 * @returns {Claim | null}
 */
export function claimOfJson(document) {
  if (!isObject(document)) return null;
  const address = document["id"];
  if (isAssertion(document)) {
    if (kindOf(document) === "signed") return { kind: "torn" };
    return typeof address === "string" ? { kind: "hosted", address, copy: document } : null;
  }
  // What Open Badges 1 baked: the address stands elsewhere, and may answer in 2.0 by now.
  const verify = document["verify"];
  if (isObject(verify) && verify["type"] === "hosted" && has(document, "badge")) {
    const url = verify["url"];
    return typeof url === "string" ? { kind: "hosted", address: url, copy: null } : null;
  }
  return null;
}

/**
 * What a text that is no JSON claims: a compact JWS, or (in a picture) an address.
 * @param {Bytes} data
 * @returns {Claim | null}
 */
export function claimOfText(data) {
  const text = latin1(data).trim();
  if (/^https?:\/\//.test(text) && text.length <= MAX_ADDRESS) {
    return { kind: "hosted", address: text, copy: null };
  }
  if (!text.startsWith("eyJ")) return null;
  try {
    const jws = parseJws(text, MAX_DOCUMENT);
    const payload = parse(jws.payload, MAX_DOCUMENT);
    return isObject(payload) && isAssertion(payload) ? { kind: "signed", jws, payload } : null;
  } catch (error) {
    if (error instanceof BadValue) return null;
    throw error;
  }
}
