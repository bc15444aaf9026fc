// Public keys in DER and PEM, as far as keys need it (RFC 5280, RFC 8017); one way of writing each.
/** @import {Bytes} from "./values.js" */
import { BadValue, UnsupportedKey } from "./errors.js";
import { base64decode } from "./texts.js";
import { equal, hex, joined, numberBytes, wholeNumber } from "./values.js";

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OBJECT = 0x06;
const RSA_ENCRYPTION = "2a864886f70d010101";
const ED25519 = "2b6570";
const EC_KEY = "2a8648ce3d0201";
const P256 = "2a8648ce3d030107";
const MAX_PEM = 10_000;

/**
 * The RSAPublicKey of two numbers.
 * @param {bigint} modulus
 * @param {bigint} exponent
 * @returns {Bytes}
 */
export function rsaKey(modulus, exponent) {
  return part(SEQUENCE, joined(integer(modulus), integer(exponent)));
}

/**
 * Modulus and exponent of an RSAPublicKey. Throws BadValue for any other bytes.
 * @param {Bytes} data
 * @returns {[bigint, bigint]}
 */
export function rsaNumbers(data) {
  const outer = new Parts(data);
  const inner = new Parts(outer.take(SEQUENCE));
  const modulus = wholeNumber(inner.take(INTEGER));
  const exponent = wholeNumber(inner.take(INTEGER));
  if (!equal(rsaKey(modulus, exponent), data)) throw new BadValue("not DER");
  return [modulus, exponent];
}

/**
 * Kind and bytes of a PEM block, `PUBLIC KEY` or `RSA PUBLIC KEY`: RSA as an RSAPublicKey, Ed25519
 * as 32 bytes, P-256 as an uncompressed point. Throws BadValue, or UnsupportedKey for other kinds.
 * @param {string} text
 * @returns {["RSA" | "Ed25519" | "P-256", Bytes]}
 */
export function pemKey(text) {
  const match =
    text.length <= MAX_PEM &&
    /-----BEGIN (RSA )?PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END (RSA )?PUBLIC KEY-----/.exec(text);
  if (!match || match[1] !== match[3]) throw new BadValue("not a public key in PEM");
  const data = base64decode((match[2] ?? "").replace(/\s+/g, ""));
  if (match[1]) return ["RSA", data];
  const inner = new Parts(new Parts(data).take(SEQUENCE));
  const algorithm = new Parts(inner.take(SEQUENCE));
  const bits = inner.take(BIT_STRING);
  const kind = hex(algorithm.take(OBJECT));
  if (kind === RSA_ENCRYPTION) return ["RSA", bits.slice(1)];
  if (kind === ED25519) return ["Ed25519", bits.slice(1)];
  if (kind === EC_KEY && hex(algorithm.take(OBJECT)) === P256) return ["P-256", bits.slice(1)];
  throw new UnsupportedKey("a key in PEM of an unknown kind");
}

class Parts {
  /** @param {Bytes} data */
  constructor(data) {
    this.rest = data;
  }

  /**
   * @param {number} tag
   * @returns {Bytes}
   */
  take(tag) {
    const [found, first = 0] = this.rest;
    const extra = first < 0x80 ? 0 : first & 0x7f;
    const length = extra ? Number(wholeNumber(this.rest.slice(2, 2 + extra))) : first;
    const start = 2 + extra;
    if (found !== tag || extra > 3 || this.rest.length < start + length) {
      throw new BadValue("not DER");
    }
    const body = this.rest.slice(start, start + length);
    this.rest = this.rest.slice(start + length);
    return body;
  }
}

/** @param {bigint} number */
function integer(number) {
  const length = Math.floor(number.toString(2).length / 8) + 1;
  return part(INTEGER, numberBytes(number, length));
}

/**
 * @param {number} tag
 * @param {Bytes} body
 * @returns {Bytes}
 */
function part(tag, body) {
  const { length } = body;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return joined(Uint8Array.from([tag, ...size]), body);
}
