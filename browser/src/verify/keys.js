// Public keys as issuers publish them, refused where they are weak, and whether a signature is theirs.
// Controlled Identifiers 1.0 section 2.2.2 (Multikey), RFC 8032, FIPS 186-5.

import { base58, big, hex, joined, toBase58, toHex } from "./bytes.js";
import { failed, Stop, unchecked } from "./finding.js";

/**
 * @typedef {object} Key
 * @property {"Ed25519" | "P-256"} algorithm
 * @property {Uint8Array<ArrayBuffer>} raw 32 bytes of Ed25519, 33 of P-256 (a compressed point)
 * @property {string} multibase
 */

const FIELD = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;
const P256 = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const P256_B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;

/** @type {[string, Key["algorithm"]][]} Multicodec prefixes, in hex. */
const CODECS = [
  ["ed01", "Ed25519"],
  ["8024", "P-256"],
];
// RSA, secp256k1, X25519, BLS12-381, P-384, P-521, Ed448: good keys that no suite here uses.
const OTHERS = /^(8524|e701|ec01|eb01|ee01|ea01|8124|8224|8324)/;

/** @type {Map<string, boolean>} */
const known = new Map();

/**
 * The key that a text like `z6Mk…` is. Throws Stop: refused if weak, not checked if of another kind.
 * @param {unknown} text
 * @returns {Key}
 */
export function multikey(text) {
  const data = typeof text === "string" && text[0] === "z" ? base58(text.slice(1), 1024) : null;
  if (!data) throw new Stop(failed("key-refused"));
  const digits = toHex(data);
  for (const [prefix, algorithm] of CODECS) {
    if (digits.startsWith(prefix)) return sound(algorithm, data.slice(2));
  }
  throw new Stop(OTHERS.test(digits) ? unchecked("key-unread") : failed("key-refused"));
}

/**
 * Whether 64 bytes are this key's signature over data.
 * @param {Key} key
 * @param {Uint8Array<ArrayBuffer>} signature
 * @param {Uint8Array<ArrayBuffer>} data
 * @returns {Promise<boolean>}
 */
export async function verifies(key, signature, data) {
  const { subtle } = crypto;
  if (signature.length !== 64) return false;
  if (key.algorithm === "P-256") {
    const y = hex((height(key.raw) ?? 0n).toString(16).padStart(64, "0"));
    const point = joined(hex("04"), key.raw.slice(1), y);
    const ecdsa = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
    const opened = await subtle.importKey("raw", point, ecdsa, false, ["verify"]);
    return subtle.verify(ecdsa, opened, signature, data);
  }
  // RFC 8032 section 5.1.7; not every browser sees to it.
  if (big(signature.slice(32).reverse()) >= ORDER) return false;
  /** @type {CryptoKey} */
  let opened;
  try {
    opened = await subtle.importKey("raw", key.raw, "Ed25519", false, ["verify"]);
  } catch {
    // The key is sound, so that it must be the browser that does not know the algorithm.
    const { verifyAsync } = await import("@noble/ed25519");
    return verifyAsync(signature, data, key.raw, { zip215: false });
  }
  return subtle.verify("Ed25519", opened, signature, data);
}

/**
 * The key that raw bytes are. Throws Stop for a weak one.
 * @param {Key["algorithm"]} algorithm
 * @param {Uint8Array<ArrayBuffer>} raw
 * @returns {Key}
 */
export function sound(algorithm, raw) {
  const [prefix] = CODECS.find(([, each]) => each === algorithm) ?? [""];
  const multibase = `z${toBase58(joined(hex(prefix), raw))}`;
  let good = known.get(multibase);
  if (good === undefined) {
    good = algorithm === "Ed25519" ? isSoundEd25519(raw) : height(raw) !== null;
    known.set(multibase, good);
  }
  if (!good) throw new Stop(failed("key-refused"));
  return { algorithm, raw, multibase };
}

/**
 * Whether 32 bytes are canonical, on the curve, and of prime order.
 * @param {Uint8Array} raw
 */
function isSoundEd25519(raw) {
  if (raw.length !== 32) return false;
  const encoded = big(raw.slice().reverse());
  const sign = encoded >> 255n;
  const y = encoded & (2n ** 255n - 1n);
  if (y >= FIELD) return false;
  const square = mod((y * y - 1n) * power(D * y * y + 1n, FIELD - 2n, FIELD));
  let x = power(square, (FIELD + 3n) / 8n, FIELD);
  if (mod(x * x - square)) x = mod(x * power(2n, (FIELD - 1n) / 4n, FIELD));
  if (mod(x * x - square) || (x === 0n && sign)) return false;
  if ((x & 1n) !== sign) x = FIELD - x;
  const point = [x, y, 1n, mod(x * y)];
  return !isIdentity(times(8n, point)) && isIdentity(times(ORDER, point));
}

/**
 * RFC 8032 section 5.1.4, extended coordinates; complete, so that it doubles as well.
 * @param {bigint[]} p
 * @param {bigint[]} q
 */
function plus([px = 0n, py = 0n, pz = 0n, pt = 0n], [qx = 0n, qy = 0n, qz = 0n, qt = 0n]) {
  const a = (py - px) * (qy - qx);
  const b = (py + px) * (qy + qx);
  const c = 2n * pt * qt * D;
  const d = 2n * pz * qz;
  const [e, f, g, h] = [mod(b - a), mod(d - c), mod(d + c), mod(b + a)];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

/**
 * @param {bigint} scalar
 * @param {bigint[]} point
 */
function times(scalar, point) {
  let result = [0n, 1n, 1n, 0n];
  for (; scalar; scalar >>= 1n) {
    if (scalar & 1n) result = plus(result, point);
    point = plus(point, point);
  }
  return result;
}

/** @param {bigint[]} point */
const isIdentity = ([x = 0n, y = 0n, z = 0n]) => !x && !mod(y - z);

/** @param {bigint} value */
const mod = (value, field = FIELD) => ((value % field) + field) % field;

/**
 * @param {bigint} base
 * @param {bigint} exponent
 * @param {bigint} field
 */
function power(base, exponent, field) {
  let result = 1n;
  for (base = mod(base, field); exponent; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % field;
    base = (base * base) % field;
  }
  return result;
}

/**
 * The y of a compressed point of P-256; null if it is none. The curve's order is prime.
 * @param {Uint8Array} raw
 */
export function height(raw) {
  const [form = 0] = raw;
  const x = big(raw.slice(1));
  if (raw.length !== 33 || (form !== 2 && form !== 3) || x >= P256) return null;
  const square = mod(x * x * x - 3n * x + P256_B, P256);
  const y = power(square, (P256 + 1n) / 4n, P256);
  if ((y * y) % P256 !== square) return null;
  return Number(y & 1n) === (form & 1) ? y : P256 - y;
}
