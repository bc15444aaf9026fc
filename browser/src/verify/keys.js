// Public keys as issuers publish them, refused where they are weak, and whether a signature is theirs.
// Controlled Identifiers 1.0 section 2.2.2 (Multikey), RFC 8032, FIPS 186-5.

import { base58, big, toHex } from "./bytes.js";
import { FIELD_25519 as FIELD, mod, power } from "./fields.js";
import { leave, refuse } from "./finding.js";

/**
 * @typedef {object} Key
 * @property {"Ed25519" | "P-256"} algorithm
 * @property {Uint8Array<ArrayBuffer>} raw 32 bytes of Ed25519, 33 of P-256 (a compressed point)
 * @property {string} multibase
 */

const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const D = -121665n * power(121666n, FIELD - 2n, FIELD);

// Multicodec prefixes, in hex.
const ED25519 = "ed01";
const P_256 = "8024";
// RSA, secp256k1, X25519, BLS12-381, P-384, P-521, Ed448: good keys that no suite here uses.
const OTHERS = /^(8[1235]24|e[7abce]01)/;

/** @type {Map<string, boolean>} */
const known = new Map();

/**
 * The key that a text like `z6Mk…` is. Throws Stop: refused if weak, not checked if of another kind.
 * @param {unknown} text
 * @returns {Key}
 */
export function multikey(text) {
  const data = typeof text === "string" && text[0] === "z" ? base58(text.slice(1), 1024) : null;
  if (!data) refuse("key-refused");
  const digits = toHex(data);
  if (digits.startsWith(ED25519)) return sound("Ed25519", data.slice(2), String(text));
  if (digits.startsWith(P_256)) return sound("P-256", data.slice(2), String(text));
  if (OTHERS.test(digits)) leave("key-unread");
  return refuse("key-refused");
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
    return (await import("./p256.js")).verifiesP256(key.raw, signature, data);
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
 * The key that raw bytes are. Throws Stop for a weak one; of P-256, `checkCurve` is still to be asked.
 * @param {Key["algorithm"]} algorithm
 * @param {Uint8Array<ArrayBuffer>} raw
 * @param {string} multibase
 * @returns {Key}
 */
function sound(algorithm, raw, multibase) {
  let good = known.get(multibase);
  if (good === undefined) {
    good = algorithm === "P-256" ? raw.length === 33 : isSoundEd25519(raw);
    known.set(multibase, good);
  }
  if (!good) refuse("key-refused");
  return { algorithm, raw, multibase };
}

/**
 * Throws Stop for a key of P-256 that is no point of the curve; others were found sound before.
 * @param {Key} key
 */
export async function checkCurve({ algorithm, raw }) {
  const isPoint = algorithm !== "P-256" || (await import("./p256.js")).height(raw) !== null;
  if (!isPoint) refuse("key-refused");
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
function plus([px, py, pz, pt], [qx, qy, qz, qt]) {
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
const isIdentity = ([x, y, z]) => !x && !mod(y - z);
