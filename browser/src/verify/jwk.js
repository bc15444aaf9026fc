// Public keys as JSON Web Keys (RFC 7517), for documents that publish them so.

import { base64url, big, hex, joined, toBase58 } from "./bytes.js";
import { leave, refuse } from "./finding.js";
import { ED25519, P_256, sound } from "./keys.js";
import { height } from "./p256.js";

/** @typedef {import("./finding.js").JsonObject} JsonObject */

const PRIVATE = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/**
 * The key that a JWK is: OKP with Ed25519, or EC with P-256.
 *
 * Throws Stop: refused if weak, private or not for verifying, not checked if of another kind.
 * @param {JsonObject} jwk
 * @returns {import("./keys.js").Key}
 */
export function webKey(jwk) {
  const { kty, crv, x, y } = jwk;
  const operations = jwk["key_ops"] ?? ["verify"];
  const meant = (jwk["use"] ?? "sig") === "sig" && Array.isArray(operations);
  if (PRIVATE.some((name) => name in jwk) || !meant || !operations.includes("verify")) refuse("key-refused");
  const ed = kty === "OKP" && crv === "Ed25519";
  if (!ed && !(kty === "EC" && crv === "P-256")) leave("key-unread");
  const algorithms = ed ? ["EdDSA", "Ed25519"] : ["ES256"];
  if ("alg" in jwk && !algorithms.includes(String(jwk["alg"]))) refuse("key-refused");
  const across = typeof x === "string" ? base64url(x) : null;
  if (across?.length !== 32) refuse("key-refused");
  if (ed) return sound("Ed25519", across, multibase(ED25519, across));
  const up = typeof y === "string" ? base64url(y) : null;
  if (up?.length !== 32) refuse("key-refused");
  const raw = joined(hex(Number(up[31]) & 1 ? "03" : "02"), across);
  const key = sound("P-256", raw, multibase(P_256, raw));
  if (big(up) !== height(key.raw)) refuse("key-refused");
  return key;
}

/**
 * @param {string} codec
 * @param {Uint8Array} raw
 */
const multibase = (codec, raw) => `z${toBase58(joined(hex(codec), raw))}`;
