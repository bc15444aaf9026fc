// ECDSA with P-256 and SHA-256 (FIPS 186-5), with keys as compressed points.

import { big, hex, joined } from "./bytes.js";
import { mod, power } from "./fields.js";

const FIELD = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;

/**
 * Whether 64 bytes, r and s, are the signature of the point `raw` over data.
 * @param {Uint8Array<ArrayBuffer>} raw
 * @param {Uint8Array<ArrayBuffer>} signature
 * @param {Uint8Array<ArrayBuffer>} data
 * @returns {Promise<boolean>}
 */
export async function verifiesP256(raw, signature, data) {
  const y = hex((height(raw) ?? 0n).toString(16).padStart(64, "0"));
  // Not every browser takes a compressed point.
  const point = joined(hex("04"), raw.slice(1), y);
  const ecdsa = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", point, ecdsa, false, ["verify"]);
  return crypto.subtle.verify(ecdsa, key, signature, data);
}

/**
 * The y of a compressed point of P-256; null if it is none. The curve's order is prime.
 * @param {Uint8Array} raw
 */
export function height(raw) {
  const [form] = raw;
  const x = big(raw.slice(1));
  if (raw.length !== 33 || (form !== 2 && form !== 3) || x >= FIELD) return null;
  const square = mod(x * x * x - 3n * x + B, FIELD);
  const y = power(square, (FIELD + 1n) / 4n, FIELD);
  if ((y * y) % FIELD !== square) return null;
  return Number(y & 1n) === (form & 1) ? y : FIELD - y;
}
