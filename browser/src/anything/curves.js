// The few facts about edwards25519 and P-256 that decide whether a public key is sound.
// Only public values pass through here: the arithmetic is not constant in time.
/** @import {Bytes} from "./values.js" */
import { joined, numberBytes, wholeNumber } from "./values.js";

const FIELD = 2n ** 255n - 19n;
/** The prime order of the base point of edwards25519. */
const ED25519_ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const D = modulo(-121665n * inverse(121666n, FIELD), FIELD);
const ROOT_OF_MINUS_1 = power(2n, (FIELD - 1n) / 4n, FIELD);

const PRIME = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;
/** The order of P-256: above every secret and both halves of every signature. */
export const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** @typedef {readonly [bigint, bigint, bigint, bigint]} Point extended coordinates X, Y, Z, T */

/**
 * Why 32 bytes are no sound Ed25519 key (RFC 8032 section 5.1); null if they are.
 *
 * Sound: canonically encoded, on the curve, and of prime order. With another, one signature could
 * fit several messages or keys.
 * @param {Bytes} encoded
 */
export function ed25519Flaw(encoded) {
  const reversed = encoded.slice().reverse();
  const sign = BigInt((reversed[0] ?? 0) >> 7);
  const y = wholeNumber(reversed) & (2n ** 255n - 1n);
  if (y >= FIELD) return "is not canonically encoded";
  let x = recovered(y);
  if (x === null) return "is not a point of the curve";
  if (x === 0n && sign) return "is not canonically encoded";
  if ((x & 1n) !== sign) x = FIELD - x;
  /** @type {Point} */
  const point = [x, y, 1n, modulo(x * y, FIELD)];
  if (isIdentity(multiplied(8n, point))) return "has small order";
  if (!isIdentity(multiplied(ED25519_ORDER, point))) return "has mixed order";
  return null;
}

/**
 * Whether the second half of an Ed25519 signature is below the order (RFC 8032 section 5.1.7).
 * @param {Bytes} signature
 */
export function isReduced(signature) {
  return wholeNumber(signature.slice(32).reverse()) < ED25519_ORDER;
}

/**
 * The uncompressed form of a point of P-256; null for what is none.
 * @param {Bytes} compressed
 * @returns {Bytes | null}
 */
export function p256Point(compressed) {
  const x = wholeNumber(compressed.subarray(1));
  if (x >= PRIME) return null;
  const square = modulo(x ** 3n - 3n * x + B, PRIME);
  let y = power(square, (PRIME + 1n) / 4n, PRIME);
  if (modulo(y * y, PRIME) !== square) return null;
  if (Number(y & 1n) !== (compressed[0] ?? 0) % 2) y = PRIME - y;
  return joined(Uint8Array.of(4), numberBytes(x, 32), numberBytes(y, 32));
}

/**
 * The compressed form of a point of P-256; null for what is not on the curve.
 * @param {Bytes} x
 * @param {Bytes} y
 * @returns {Bytes | null}
 */
export function p256Compressed(x, y) {
  const compressed = joined(Uint8Array.of(2 + ((y[31] ?? 0) & 1)), x);
  const point = p256Point(compressed);
  return point && wholeNumber(point.subarray(33)) === wholeNumber(y) ? compressed : null;
}

/** @param {bigint} y */
function recovered(y) {
  const square = modulo((y * y - 1n) * inverse(D * y * y + 1n, FIELD), FIELD);
  let root = power(square, (FIELD + 3n) / 8n, FIELD);
  if (modulo(root * root - square, FIELD)) root = modulo(root * ROOT_OF_MINUS_1, FIELD);
  return modulo(root * root - square, FIELD) ? null : root;
}

/**
 * @param {bigint} number
 * @param {bigint} prime
 */
function modulo(number, prime) {
  const rest = number % prime;
  return rest < 0n ? rest + prime : rest;
}

/**
 * @param {bigint} base
 * @param {bigint} exponent
 * @param {bigint} prime
 */
function power(base, exponent, prime) {
  let result = 1n;
  let square = modulo(base, prime);
  for (let rest = exponent; rest; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % prime;
    square = (square * square) % prime;
  }
  return result;
}

/**
 * @param {bigint} number
 * @param {bigint} prime
 */
function inverse(number, prime) {
  return power(number, prime - 2n, prime);
}

/**
 * RFC 8032 section 5.1.4; complete, so it doubles as well.
 * @param {Point} p
 * @param {Point} q
 * @returns {Point}
 */
function added(p, q) {
  const a = modulo((p[1] - p[0]) * (q[1] - q[0]), FIELD);
  const b = modulo((p[1] + p[0]) * (q[1] + q[0]), FIELD);
  const c = modulo(2n * p[3] * q[3] * D, FIELD);
  const d = modulo(2n * p[2] * q[2], FIELD);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [modulo(e * f, FIELD), modulo(g * h, FIELD), modulo(f * g, FIELD), modulo(e * h, FIELD)];
}

/**
 * @param {bigint} scalar
 * @param {Point} point
 */
function multiplied(scalar, point) {
  /** @type {Point} */
  let result = [0n, 1n, 1n, 0n];
  let double = point;
  for (let rest = scalar; rest; rest >>= 1n) {
    if (rest & 1n) result = added(result, double);
    double = added(double, double);
  }
  return result;
}

/** @param {Point} point */
function isIdentity(point) {
  return point[0] === 0n && point[1] === point[2];
}
