// The proof set of a document, and the keys behind it: steps 3 and 4 of verifying.
// Data Integrity 1.0, "Verify Proof Sets and Chains"; EdDSA and ECDSA Cryptosuites 1.0, JCS.

import { base58, joined, sha256, utf8 } from "./bytes.js";
import { caught, failed, held, isObject, leave, listed, refuse, unchecked } from "./finding.js";
import { controllerOf } from "./controllers.js";
import { instant } from "./instants.js";
import { canonical } from "./json.js";
import { checkCurve, verifies } from "./keys.js";

/** @typedef {import("./controllers.js").Controller} Controller */
/** @typedef {import("./finding.js").Finding} Finding */
/** @typedef {import("./finding.js").JsonObject} JsonObject */
/** @typedef {import("./finding.js").JsonValue} JsonValue */
/** @typedef {import("./verify.js").Context} Context */

/**
 * @typedef {object} Signed what the signatures of a document came to
 * @property {Finding} signature
 * @property {Finding} issuerKey
 * @property {string[]} keys those whose signatures were checked
 * @property {number[]} created
 * @property {number} expires from when on the signatures are not to be relied on any more
 */

// Those over the JSON, over the graph, and over the graph before they had a number.
const OURS = /^(eddsa-(jcs-|rdfc-)?2022|ecdsa-(jcs|rdfc)-2019|Ed25519Signature2020)$/;
// Suites that exist but are not read here. Beside a proof that holds they are passed over; any
// other name is not: a proof set with a name spoiled in it has been altered.
const OTHERS =
  /^(bbs-2023|ecdsa-2019|ecdsa-sd-2023|ecdsa-xi-2023|Ed25519Signature2018|JsonWebSignature2020)$/;
const TEXTS = /^(id|verificationMethod|created|expires|challenge|nonce)$/;
const OTHER_MEMBERS = /^(@context|cryptosuite|domain|proofPurpose|proofValue|type)$/;
const MAX_PROOFS = 8;

/** @param {Signed} signed */
export const isGenuine = ({ signature, issuerKey }) =>
  signature.outcome === "held" && issuerKey.outcome === "held";

/**
 * Checks every signature of `document` that is over its JSON; those over its graph are checked for
 * their form and key alone.
 * @param {JsonObject} document
 * @param {string} issuer
 * @param {() => Promise<Controller>} controller
 * @param {Context} context
 * @returns {Promise<Signed>}
 */
export async function checkProofs(document, issuer, controller, context) {
  const proofs = listed(document["proof"]);
  if (!proofs.length || proofs.length > MAX_PROOFS) {
    return unsigned(failed("no-signature"), unchecked("unsigned"));
  }
  /** @type {JsonObject[]} */
  const ours = [];
  for (const proof of proofs) {
    const suite = isObject(proof) ? suiteOf(proof) : null;
    if (!isObject(proof) || suite === null) return unsigned(failed("false-signature"));
    if (OURS.test(suite)) ours.push(proof);
    else if (!OTHERS.test(suite)) return unsigned(unchecked("unknown-signature"));
  }
  if (!ours.length) return unsigned(unchecked("unknown-signature"));
  const each = await Promise.all(
    ours.map((proof) => checkOne(document, proof, issuer, controller, context)),
  );
  const checked = each.filter((signed) => signed.signature.detail !== "graph");
  const signature = worst(each.map((signed) => signed.signature));
  const issuerKey = worst(each.map((signed) => signed.issuerKey));
  const keys = [...new Set(checked.flatMap((signed) => signed.keys))];
  return {
    // Nothing over the JSON was there to check.
    signature: checked.length || signature.outcome !== "held" ? signature : unchecked("graph"),
    issuerKey: issuerKey.outcome === "held" ? held("key", { key: keys.join(" ") }) : issuerKey,
    keys,
    created: checked.flatMap((signed) => signed.created),
    expires: Math.min(...checked.map((signed) => signed.expires)),
  };
}

/**
 * @param {JsonObject} document
 * @param {JsonObject} proof
 * @param {string} issuer
 * @param {() => Promise<Controller>} ofIssuer
 * @param {Context} context
 * @returns {Promise<Signed>}
 */
async function checkOne(document, proof, issuer, ofIssuer, context) {
  const named = proof["verificationMethod"];
  const id = typeof named === "string" ? named : "";
  const [whose] = id.split("#");
  if (!id.includes("#")) return unsigned(failed("false-signature"));
  const stranger = whose === issuer ? null : failed("stranger");
  /** @type {import("./controllers.js").Method} */
  let method;
  try {
    // Nothing is fetched for a stranger to the issuer, but some keys need no fetching.
    const found = stranger ? await controllerOf(whose, { ...context, fetch: unreachable }) : await ofIssuer();
    method = found.method(id);
    await checkCurve(method.key);
  } catch (error) {
    const reason = stranger ?? caught(error);
    return unsigned(unchecked("no-key"), reason);
  }
  try {
    const signature = await check(document, proof, method.key);
    const created = maybe(proof["created"]);
    const expires = maybe(proof["expires"]) ?? Infinity;
    return {
      signature,
      issuerKey: stranger ?? inForce(method, created, context.now),
      keys: [method.key.multibase],
      created: created === null ? [] : [created],
      expires,
    };
  } catch (error) {
    return unsigned(caught(error), stranger ?? undefined);
  }
}

/**
 * Throws Stop where the proof does not hold.
 * @param {JsonObject} document
 * @param {JsonObject} proof
 * @param {import("./keys.js").Key} key
 */
async function check(document, proof, key) {
  const wrong = "false-signature";
  const suite = suiteOf(proof) ?? "";
  const isType = proof["type"] === suite;
  if (isType !== (suite === "Ed25519Signature2020") || "previousProof" in proof) {
    leave("unknown-signature");
  }
  const fits = Object.entries(proof).every(([name, member]) =>
    TEXTS.test(name) ? typeof member === "string" : OTHER_MEMBERS.test(name),
  );
  const algorithm = suite.startsWith("ecdsa") ? "P-256" : "Ed25519";
  if (!fits || proof["proofPurpose"] !== "assertionMethod" || key.algorithm !== algorithm) refuse(wrong);
  maybe(proof["created"]);
  maybe(proof["expires"]);
  const { proofValue, ...options } = proof;
  const value = typeof proofValue === "string" && proofValue[0] === "z" ? base58(proofValue.slice(1)) : null;
  if (value?.length !== 64) refuse(wrong);
  const { proof: _, ...secured } = document;
  if ("@context" in options) {
    secured["@context"] = options["@context"];
    if (canonical(listed(options["@context"])) !== canonical(listed(document["@context"]))) refuse(wrong);
  }
  // The page at /verify/ computes those over the graph.
  if (!suite.includes("-jcs-")) return held("graph");
  const texts = [canonical(options), canonical(secured)];
  const [first, second] = await Promise.all(texts.map((text) => sha256(utf8(text))));
  if (!(await verifies(key, value, joined(first, second)))) refuse(wrong);
  return held("unaltered");
}

/**
 * Whether the key may still vouch (Controlled Identifiers 1.0, `revoked` and `expires`).
 * @param {import("./controllers.js").Method} method
 * @param {number | null} created
 * @param {number} now
 */
function inForce({ revoked, expires }, created, now) {
  if (revoked !== null && now >= revoked) return failed("key-revoked");
  if (expires !== null && created !== null && created >= expires) return failed("key-ended");
  if (expires !== null && now >= expires) return unchecked("key-ended");
  return held("key");
}

/**
 * @param {Finding} signature
 * @param {Finding} [issuerKey]
 * @returns {Signed}
 */
const unsigned = (signature, issuerKey = unchecked("unsigned")) => ({
  signature,
  issuerKey,
  keys: [],
  created: [],
  expires: Infinity,
});

/**
 * The cryptosuite of a proof; of one older than Data Integrity 1.0, its type.
 * @param {JsonObject} proof
 */
function suiteOf({ type, cryptosuite }) {
  const suite = type === "DataIntegrityProof" ? cryptosuite : type;
  return typeof suite === "string" ? suite : null;
}

/** @param {Finding[]} findings */
const worst = (findings) =>
  findings.find(({ outcome }) => outcome === "failed") ??
  findings.find(({ outcome }) => outcome !== "held") ??
  findings.find(({ detail }) => detail !== "graph") ??
  held("graph");

/** @param {JsonValue | undefined} value */
const maybe = (value) => (value == null ? null : instant(value));

const unreachable = async () => leave("keys-unavailable");
