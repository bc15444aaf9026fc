// JSON Web Signatures in their compact form (RFC 7515), read strictly and bound to the kind of key.
/** @import {Bytes, JsonObject} from "./values.js" */
/** @import {Algorithm, PublicKey} from "./keys.js" */
import { BadValue, UnknownAlgorithm } from "./errors.js";
import { parse as parseJson } from "./strict-json.js";
import { base64urlDecode } from "./texts.js";
import { has, isObject, utf8 } from "./values.js";

const MAX_HEADER = 20_000;
/** @type {Map<string, Algorithm>} */
const KINDS = new Map([
  ["EdDSA", "Ed25519"],
  ["Ed25519", "Ed25519"],
  ["ES256", "P-256"],
  ["RS256", "RSA"],
]);
const UNREAD = new Set(
  "ES256K ES384 ES512 Ed448 PS256 PS384 PS512 RS384 RS512 ML-DSA-44 ML-DSA-65 ML-DSA-87 ESP256 ESP384 ESP512".split(" "),
);

/**
 * A compact JWS, well-formed; nothing is said yet of whether its signature holds.
 * @typedef {{header: JsonObject, payload: Bytes, signature: Bytes, signingInput: Bytes}} Jws
 */

/**
 * The parts of a compact JWS. Throws BadValue for anything else, and for one that asks for extensions.
 * @param {string} text
 * @param {number} [longest]
 * @returns {Jws}
 */
export function parse(text, longest = 2_000_000) {
  if (text.length > longest) throw new BadValue(`a JWS of more than ${longest} characters`);
  const parts = text.split(".");
  const [head = "", body = "", end = ""] = parts;
  if (parts.length !== 3) throw new BadValue("a compact JWS has three parts");
  if (!head || !body || !end) throw new BadValue("a part of the JWS is empty");
  const header = parseJson(base64urlDecode(head), MAX_HEADER, 16);
  if (!isObject(header)) throw new BadValue("the header of the JWS is no object");
  if (typeof header["alg"] !== "string") throw new BadValue("the header of the JWS names no alg");
  for (const extension of ["crit", "b64"]) {
    if (has(header, extension)) {
      throw new BadValue(`the header of the JWS asks for an extension, ${extension}`);
    }
  }
  return {
    header,
    payload: base64urlDecode(body),
    signature: base64urlDecode(end),
    signingInput: utf8(`${head}.${body}`),
  };
}

/**
 * The kind of key that its `alg` asks for; null for one that proves nothing. Throws UnknownAlgorithm.
 * @param {Jws} jws
 */
export function algorithm(jws) {
  const name = String(jws.header["alg"]);
  if (UNREAD.has(name)) throw new UnknownAlgorithm(name);
  return KINDS.get(name) ?? null;
}

/**
 * Null if the signature is the key's; otherwise why not, in one clause. Throws UnknownAlgorithm.
 * @param {Jws} jws
 * @param {PublicKey} key
 * @returns {Promise<string | null>}
 */
export async function check(jws, key) {
  const kind = algorithm(jws);
  if (!kind) return "its alg is none that can be relied on";
  if (kind !== key.algorithm) {
    return `its alg ${jws.header["alg"]} needs another kind of key than ${key.algorithm}`;
  }
  return (await key.verify(jws.signature, jws.signingInput)) ? null : "the signature does not fit";
}
