// Public keys in the forms that others publish, checked when they enter.
// Controlled Identifiers 1.0 section 2.2.2 (Multikey), RFC 7517 (JWK), RFC 5280 (PEM).
/** @import {Bytes, JsonObject} from "./values.js" */
import { P256_ORDER, ed25519Flaw, isReduced, p256Compressed, p256Point } from "./curves.js";
import { pemKey, rsaKey, rsaNumbers } from "./der.js";
import { BadValue, CannotCheck, UnsupportedKey } from "./errors.js";
import { base58decode, base58encode, base64urlDecode, base64urlEncode } from "./texts.js";
import { has, hex, joined, numberBytes, wholeNumber } from "./values.js";

/** @typedef {"Ed25519" | "P-256" | "RSA"} Algorithm */

/** @type {Record<Algorithm, string>} */
const MULTICODEC = { Ed25519: "ed01", "P-256": "8024", RSA: "8524" };
/** @type {Record<string, string>} */
const UNSUPPORTED = {
  e701: "secp256k1",
  ec01: "X25519",
  eb01: "BLS12-381 G2",
  ee01: "BLS12-381 G1G2",
  ea01: "BLS12-381 G1",
  "8124": "P-384",
  "8224": "P-521",
  "8324": "Ed448",
};
const PRIVATE = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];
/** @type {Record<Algorithm, string[]>} */
const JWS_NAMES = { Ed25519: ["EdDSA", "Ed25519"], "P-256": ["ES256"], RSA: ["RS256"] };
const MAX_MULTIBASE = 1024;
const MAX_RSA_RAW = 600;

/** A public key that has passed its checks. */
export class PublicKey {
  /**
   * @param {Algorithm} algorithm
   * @param {Bytes} raw 32 bytes, a compressed point, or the DER of an RSAPublicKey
   */
  constructor(algorithm, raw) {
    const flaw = flawOf(algorithm, raw);
    if (flaw) throw new BadValue(`the ${algorithm} key ${flaw}`);
    this.algorithm = algorithm;
    this.raw = raw;
    /** `z6Mk…` for Ed25519, `zDn…` for P-256. */
    this.multibase = `z${base58encode(joined(numberBytes(BigInt(`0x${MULTICODEC[algorithm]}`), 2), raw))}`;
    this.short = `${this.multibase.slice(0, 8)}…${this.multibase.slice(-4)}`;
  }

  /**
   * Throws UnsupportedKey for a key of another known kind, BadValue for anything else.
   * @param {string} text
   */
  static fromMultibase(text) {
    if (!text.startsWith("z")) throw new BadValue("a public key in multibase form begins with z");
    const data = base58decode(text.slice(1), MAX_MULTIBASE);
    const prefix = hex(data.subarray(0, 2));
    for (const [algorithm, code] of Object.entries(MULTICODEC)) {
      if (prefix === code) return new PublicKey(/** @type {Algorithm} */ (algorithm), data.slice(2));
    }
    const kind = UNSUPPORTED[prefix];
    if (kind) throw new UnsupportedKey(kind);
    throw new BadValue("neither an Ed25519 nor a P-256 nor an RSA public key");
  }

  /**
   * Throws as `fromMultibase`, and for private members and keys that are not for verifying.
   * @param {JsonObject} jwk
   */
  static fromJwk(jwk) {
    if (PRIVATE.some((name) => has(jwk, name))) throw new BadValue("the JWK has private members");
    const [algorithm, raw] = jwkKey(jwk);
    if (has(jwk, "use") && jwk["use"] !== "sig") {
      throw new BadValue("the JWK is not for signatures, says its use");
    }
    const operations = has(jwk, "key_ops") ? jwk["key_ops"] : ["verify"];
    if (!Array.isArray(operations) || !operations.includes("verify")) {
      throw new BadValue("the JWK is not for verifying, say its key_ops");
    }
    if (has(jwk, "alg") && !JWS_NAMES[algorithm].includes(String(jwk["alg"]))) {
      throw new BadValue("the JWK names an alg that is not its own");
    }
    return new PublicKey(algorithm, raw);
  }

  /**
   * @param {string} text
   */
  static fromPem(text) {
    const [algorithm, data] = pemKey(text);
    if (algorithm !== "P-256") return new PublicKey(algorithm, data);
    const compressed = data.length === 65 && p256Compressed(data.slice(1, 33), data.slice(33));
    if (!compressed) throw new BadValue("the P-256 key is not a point of the curve");
    return new PublicKey(algorithm, compressed);
  }

  /**
   * Whether `signature` is this key's over `data`. Throws CannotCheck where the browser cannot tell.
   * @param {Bytes} signature
   * @param {Bytes} data
   * @returns {Promise<boolean>}
   */
  async verify(signature, data) {
    if (this.algorithm === "RSA") return rsaVerifies(this.raw, signature, data);
    if (signature.length !== 64) return false;
    if (this.algorithm === "P-256") return p256Verifies(this.raw, signature, data);
    return isReduced(signature) && ed25519Verifies(this.raw, signature, data);
  }
}

/**
 * @param {Algorithm} algorithm
 * @param {Bytes} raw
 */
function flawOf(algorithm, raw) {
  if (algorithm === "RSA") return rsaFlaw(raw);
  const length = algorithm === "Ed25519" ? 32 : 33;
  if (raw.length !== length) return `has ${raw.length} bytes where ${length} belong`;
  if (algorithm === "Ed25519") return ed25519Flaw(raw);
  if (raw[0] !== 2 && raw[0] !== 3) return "is not a compressed point";
  return p256Point(raw) ? null : "is not a point of the curve";
}

/** @param {Bytes} raw */
function rsaFlaw(raw) {
  if (raw.length > MAX_RSA_RAW) return "has more than 4096 bits";
  let numbers;
  try {
    numbers = rsaNumbers(raw);
  } catch {
    return "is not an RSAPublicKey in DER";
  }
  const bits = numbers[0].toString(2).length;
  if (bits < 2048 || bits > 4096) return `has ${bits} bits where 2048 to 4096 belong`;
  if (numbers[1] !== 65537n) return "has another exponent than 65537";
  return numbers[0] % 2n ? null : "has an even modulus";
}

/**
 * @param {JsonObject} jwk
 * @returns {[Algorithm, Bytes]}
 */
function jwkKey(jwk) {
  const { kty: kind, crv: curve } = jwk;
  if (kind === "RSA") {
    const [modulus, exponent] = [wholeMember(jwk, "n"), wholeMember(jwk, "e")];
    const bits = modulus.toString(2).length;
    if (bits < 2048 || bits > 4096 || exponent !== 65537n) {
      throw new BadValue("the RSA key is not of 2048 to 4096 bits and exponent 65537");
    }
    return ["RSA", rsaKey(modulus, exponent)];
  }
  const curved = kind === "OKP" || kind === "EC";
  if (typeof kind !== "string" || (curved && typeof curve !== "string")) {
    throw new BadValue("the JWK does not say of what kind it is");
  }
  if (kind === "OKP" && curve === "Ed25519") return ["Ed25519", bytesMember(jwk, "x")];
  if (kind === "EC" && curve === "P-256") {
    const point = p256Compressed(bytesMember(jwk, "x"), bytesMember(jwk, "y"));
    if (!point) throw new BadValue("the P-256 key is not a point of the curve");
    return ["P-256", point];
  }
  throw new UnsupportedKey(curved ? `${kind} ${curve}` : kind);
}

/**
 * @param {JsonObject} jwk
 * @param {string} name
 */
function bytesMember(jwk, name) {
  const value = jwk[name];
  if (typeof value !== "string") throw new BadValue(`the JWK has no ${name}`);
  const data = base64urlDecode(value);
  if (data.length !== 32) {
    throw new BadValue(`the member ${name} of the JWK has ${data.length} bytes, not 32`);
  }
  return data;
}

/**
 * @param {JsonObject} jwk
 * @param {string} name
 */
function wholeMember(jwk, name) {
  const value = jwk[name];
  if (typeof value !== "string" || !value) throw new BadValue(`the JWK has no ${name}`);
  const data = base64urlDecode(value);
  if (data[0] === 0) throw new BadValue(`the member ${name} of the JWK begins with a zero`);
  if (data.length > MAX_RSA_RAW) throw new BadValue(`the member ${name} of the JWK is too long`);
  return wholeNumber(data);
}

/**
 * @param {Bytes} raw
 * @param {Bytes} signature
 * @param {Bytes} data
 */
async function ed25519Verifies(raw, signature, data) {
  let key;
  try {
    key = await crypto.subtle.importKey("raw", raw, "Ed25519", false, ["verify"]);
  } catch {
    // Browsers before 2025 know no Ed25519; the arithmetic then comes from a library.
    const { verifyAsync } = await import("@noble/ed25519");
    return verifyAsync(signature, data, raw, { zip215: false });
  }
  return crypto.subtle.verify("Ed25519", key, signature, data);
}

/**
 * @param {Bytes} raw
 * @param {Bytes} signature
 * @param {Bytes} data
 */
async function p256Verifies(raw, signature, data) {
  const [r, s] = [wholeNumber(signature.slice(0, 32)), wholeNumber(signature.slice(32))];
  if (!r || !s || r >= P256_ORDER || s >= P256_ORDER) return false;
  const point = p256Point(raw);
  if (!point) return false;
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  return verifies(await imported("raw", point, algorithm), algorithm, signature, data);
}

/**
 * @param {Bytes} raw
 * @param {Bytes} signature
 * @param {Bytes} data
 */
async function rsaVerifies(raw, signature, data) {
  const [modulus] = rsaNumbers(raw);
  const length = Math.ceil(modulus.toString(16).length / 2);
  if (signature.length !== length) return false;
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const jwk = { kty: "RSA", n: base64urlEncode(numberBytes(modulus, length)), e: "AQAB" };
  return verifies(await imported("jwk", jwk, algorithm), algorithm, signature, data);
}

/**
 * @param {any} form
 * @param {any} key
 * @param {any} algorithm
 */
async function imported(form, key, algorithm) {
  try {
    return await crypto.subtle.importKey(form, key, algorithm, false, ["verify"]);
  } catch {
    // The key passed our own checks: that it is refused is the browser's doing.
    throw new CannotCheck(`this browser knows no signatures with ${algorithm.name}`);
  }
}

/**
 * @param {CryptoKey} key
 * @param {any} algorithm
 * @param {Bytes} signature
 * @param {Bytes} data
 */
function verifies(key, algorithm, signature, data) {
  return crypto.subtle.verify(algorithm, key, signature, data);
}
