// Data Integrity 1.0: whether one proof holds for a document with a key.
/** @import {Bytes, JsonObject, JsonValue} from "./values.js" */
/** @import {PublicKey} from "./keys.js" */
import { BadValue, UnknownAlgorithm } from "./errors.js";
import { canonical } from "./jcs.js";
import { SUITES, suiteOf } from "./suites.js";
import { base58decode } from "./texts.js";
import { instant } from "./fields.js";
import { has, isObject, joined, same, sha256, utf8, without } from "./values.js";

const MEMBERS = new Set(
  "@context challenge created cryptosuite domain expires id nonce previousProof proofPurpose proofValue type verificationMethod".split(" "),
);
const TEXTS = ["id", "verificationMethod", "created", "expires", "challenge", "nonce"];

/** @typedef {(document: JsonObject) => Promise<string>} Canonicalise a document as canonical N-Quads */

/**
 * Null if `proof` holds for `document` with `key`; otherwise why not, in one clause.
 *
 * Throws UnknownAlgorithm for a cryptosuite that is not ours.
 * @param {JsonObject} document
 * @param {JsonObject} proof
 * @param {PublicKey} key
 * @param {Canonicalise} canonicalise
 * @returns {Promise<string | null>}
 */
export async function checkProof(document, proof, key, canonicalise) {
  const name = suiteOf(proof);
  if (name === null) return "the proof names no type and cryptosuite";
  const suite = SUITES.get(name);
  if (!suite || (suite.isType ?? false) !== (proof["type"] === name)) throw new UnknownAlgorithm(name);
  const flaw = flawOf(proof);
  if (flaw) return flaw;
  if (key.algorithm !== suite.algorithm) {
    return `${name} needs an ${suite.algorithm} key, not ${key.algorithm}`;
  }
  let signature, data;
  try {
    signature = signatureOf(proof["proofValue"]);
    const secured = securedBy(document, proof);
    const options = without(proof, "proofValue");
    data = suite.graph
      ? await hashed(secured, { ...options, "@context": document["@context"] ?? null }, async (each) => utf8(await canonicalise(each)))
      : await hashed(secured, options, async (each) => canonical(each));
  } catch (error) {
    if (!(error instanceof BadValue)) throw error;
    return `the proof cannot be checked against the document: ${error.message}`;
  }
  return (await key.verify(signature, data)) ? null : "the signature does not fit the document";
}

/**
 * The 64 bytes that are signed (EdDSA and ECDSA Cryptosuites 1.0): the hash of the options first.
 * @param {JsonObject} document
 * @param {JsonObject} options
 * @param {(value: JsonObject) => Promise<Bytes>} bytes
 */
async function hashed(document, options, bytes) {
  const body = await sha256(await bytes(document));
  return joined(await sha256(await bytes(options)), body);
}

/** @param {JsonObject} proof */
function flawOf(proof) {
  const unknown = Object.keys(proof).filter((name) => !MEMBERS.has(name)).sort();
  if (unknown.length) return `the proof has an unknown member, ${unknown[0]}`;
  if (proof["proofPurpose"] !== "assertionMethod") {
    return "the purpose of the proof is not assertionMethod";
  }
  if (!has(proof, "verificationMethod")) return "the proof names no verificationMethod";
  for (const name of TEXTS) {
    if (has(proof, name) && typeof proof[name] !== "string") {
      return `the member ${name} of the proof is no text`;
    }
  }
  for (const name of ["created", "expires"]) {
    if (has(proof, name) && !isStamp(String(proof[name]))) {
      return `the member ${name} of the proof is no date and time with a zone`;
    }
  }
  return null;
}

/** @param {string} text */
function isStamp(text) {
  const plain = text.replace(/\.[0-9]+(?=Z|[+-])/, "").replace(/[+-]\d\d:\d\d$/, "Z");
  try {
    instant(plain, "created");
  } catch {
    return false;
  }
  return /^.{19}(?:\.[0-9]+)?(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])$/.test(text);
}

/**
 * `z` and base58btc of exactly 64 bytes.
 * @param {JsonValue | undefined} value
 */
function signatureOf(value) {
  if (typeof value !== "string" || !value.startsWith("z")) {
    throw new BadValue("its proofValue is not in base58btc");
  }
  const signature = base58decode(value.slice(1));
  if (signature.length !== 64) {
    throw new BadValue(`its proofValue has ${signature.length} bytes, not 64`);
  }
  return signature;
}

/**
 * The document as it was signed: without proofs, but for those that a chain builds upon. Contexts
 * that a proof repeats must be all of them: what was appended would not be signed.
 * @param {JsonObject} document
 * @param {JsonObject} proof
 */
function securedBy(document, proof) {
  const secured = without(document, "proof");
  if (has(proof, "@context")) {
    if (!same(items(proof["@context"]), items(document["@context"]))) {
      throw new BadValue("its contexts are not those of the document");
    }
    secured["@context"] = proof["@context"] ?? null;
  }
  if (has(proof, "previousProof")) {
    secured["proof"] = items(proof["previousProof"]).map((reference) => {
      const [found, ...others] = items(document["proof"]).filter(
        (each) => isObject(each) && reference !== null && each["id"] === reference,
      );
      if (!found || others.length) {
        throw new BadValue("it builds upon a proof that the document does not have once");
      }
      return found;
    });
  }
  return secured;
}

/**
 * @param {JsonValue | undefined} value
 * @returns {JsonValue[]}
 */
function items(value) {
  return Array.isArray(value) ? value : [value ?? null];
}
