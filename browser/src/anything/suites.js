// The cryptosuites of Data Integrity 1.0 that are read: how each canonicalises, and with which keys.
/** @import {Algorithm} from "./keys.js" */
/** @import {JsonObject, JsonValue} from "./values.js" */
import { has } from "./values.js";

/** @typedef {{algorithm: Algorithm, graph: boolean, isType?: boolean}} Suite */

/** @type {Map<string, Suite>} */
export const SUITES = new Map([
  ["eddsa-rdfc-2022", { algorithm: "Ed25519", graph: true }],
  ["eddsa-jcs-2022", { algorithm: "Ed25519", graph: false }],
  ["ecdsa-rdfc-2019", { algorithm: "P-256", graph: true }],
  ["ecdsa-jcs-2019", { algorithm: "P-256", graph: false }],
  // The name that eddsa-rdfc-2022 had while it was a draft.
  ["eddsa-2022", { algorithm: "Ed25519", graph: true }],
  ["Ed25519Signature2020", { algorithm: "Ed25519", graph: true, isType: true }],
]);

/** Suites that exist but are not read here. Beside a proof that holds they are passed over. */
export const OTHER_SUITES = new Set([
  "bbs-2023",
  "ecdsa-2019",
  "ecdsa-sd-2023",
  "ecdsa-xi-2023",
  "Ed25519Signature2018",
  "JsonWebSignature2020",
]);

/**
 * The cryptosuite of a proof; of one older than Data Integrity 1.0, its type.
 * @param {JsonObject} proof
 */
export function suiteOf(proof) {
  const kind = proof["type"];
  const suite = kind === "DataIntegrityProof" ? proof["cryptosuite"] : kind;
  return typeof suite === "string" ? suite : null;
}

/**
 * The proofs that the document carries, whatever they are.
 * @param {JsonObject} document
 * @returns {JsonValue[]}
 */
export function proofsOf(document) {
  if (!has(document, "proof")) return [];
  const proofs = document["proof"] ?? null;
  return Array.isArray(proofs) ? proofs : [proofs];
}
