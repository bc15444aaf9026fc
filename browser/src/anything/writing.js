// One way of writing: what is read as JSON must mean what was signed as a graph. Every way but the
// compact one is refused (Data Integrity 1.0, "Context Validation"; VC Data Model 2.0).
/** @import {JsonObject, JsonValue} from "./values.js" */
import { BadValue, Malformed, Unread } from "./errors.js";
import { dataLoss } from "./graphs.js";
import { VC_V1, VC_V2 } from "./names.js";
import { SUITES, proofsOf, suiteOf } from "./suites.js";
import { isObject, listed, same, without } from "./values.js";
import { shown } from "./words.js";

const BASES = [VC_V2, VC_V1];
const OB = "https://purl.imsglobal.org/spec/ob/v3p0";
const CLR = "https://purl.imsglobal.org/spec/clr/v2p0";
const KNOWN = new Set([
  ...BASES,
  `${OB}/context.json`,
  `${OB}/context-3.0.1.json`,
  `${OB}/context-3.0.2.json`,
  `${OB}/context-3.0.3.json`,
  `${OB}/extensions.json`,
  `${CLR}/context.json`,
  `${CLR}/context-2.0.1.json`,
  "https://w3id.org/security/data-integrity/v1",
  "https://w3id.org/security/data-integrity/v2",
  "https://w3id.org/security/suites/ed25519-2020/v1",
]);
const OF_KEYS = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"];
// 1EdTech added it to the context of 3.0.3 later, at the same address.
const LATER_TERM = "endorsementJwt";

/**
 * Throws Malformed unless `document` is compact JSON-LD, and Unread for unknown contexts.
 * @param {JsonObject} document
 * @param {{known?: JsonValue[][] | null, enveloped?: boolean}} [options] `known`: its contexts must
 * be one of these lists; `enveloped`: its bytes were signed as they are
 * @returns {Promise<void>}
 */
export async function checkWriting(document, { known = null, enveloped = false } = {}) {
  if (!known) {
    checkContexts(document);
  } else if (!known.some((each) => same(each, document["@context"]))) {
    throw new Malformed("Its JSON-LD contexts are not the known ones, in their order.");
  }
  const unsigned = without(document, "proof");
  for (const [level, node, name] of members(unsigned)) {
    if (name === "@context") {
      if (level === 0) continue;
      if (isCredential(node)) {
        checkContexts(node);
        continue;
      }
    }
    if (name.includes("@")) {
      throw new Malformed(`It has the member ${shown(name)}: contexts inside are refused.`);
    }
    if (name.includes(":") || !/^\p{Lowercase}/u.test(name)) {
      throw new Malformed(`It names the member ${shown(name)} otherwise than by its term.`);
    }
    if (level && name === "id" && node[name] === document["id"] && !enveloped) {
      checkNamesake(node, known !== null);
    }
    if (node[name] === null) {
      throw new Malformed(`Its member ${shown(name)} is null, which is never signed.`);
    }
    if (name === LATER_TERM && !enveloped) {
      throw new Unread(
        `It has a member ${LATER_TERM}, of a newer edition of the Open Badges context ` +
          "than the one that is known here.",
      );
    }
  }
  // Canonicalising refuses what it would lose.
  if (enveloped || hasGraphProof(document)) return;
  let lost;
  try {
    lost = await dataLoss(unsigned);
  } catch (error) {
    if (!(error instanceof BadValue)) throw error;
    throw new Malformed(`It cannot be read as linked data: ${shown(error.message)}.`);
  }
  if (lost.length) {
    throw new Malformed(`It has members that no signature would cover: ${shown(lost.join(", "))}.`);
  }
}

/**
 * Whether it says that it is a verifiable credential, or the envelope of one.
 * @param {JsonObject} node
 */
export function isCredential(node) {
  return listed(node["type"]).some(
    (kind) => kind === "VerifiableCredential" || kind === "EnvelopedVerifiableCredential",
  );
}

/** @param {JsonObject} document */
function checkContexts(document) {
  const found = document["@context"];
  const [first, ...others] = Array.isArray(found) && found.length ? found : [found];
  if (typeof first !== "string" || !BASES.includes(first)) {
    throw new Malformed("Its first JSON-LD context is not the one of verifiable credentials.");
  }
  for (const each of others) {
    if (typeof each !== "string") {
      throw new Unread("It brings along a JSON-LD context of its own, which is not read.");
    }
    if (BASES.includes(each) || OF_KEYS.includes(each)) {
      throw new Malformed("Its JSON-LD contexts are not those of a credential.");
    }
    if (!KNOWN.has(each)) {
      throw new Unread(`It uses a JSON-LD context that is not known here, ${shown(each)}.`);
    }
  }
}

/**
 * Two nodes with one id are one: members could be moved from either to the other.
 * @param {JsonObject} node
 * @param {boolean} ours
 */
function checkNamesake(node, ours) {
  const types = listed(node["type"]);
  const endorsed = types.length === 1 && types[0] === "EndorsementSubject";
  const bare = Object.keys(node).sort().join() === "id,type" && !isCredential(node);
  if (!endorsed && (ours || !bare)) {
    throw new Malformed("Another object in it claims to be the credential itself.");
  }
}

/** @param {JsonObject} document */
function hasGraphProof(document) {
  return proofsOf(document).some((proof) => isObject(proof) && SUITES.get(suiteOf(proof) ?? "")?.graph);
}

/**
 * Depth, object and name of every member, at any depth, but for what is inside proofs.
 * @param {JsonObject} document
 * @returns {Generator<[number, JsonObject, string]>}
 */
function* members(document) {
  /** @type {[number, JsonValue][]} */
  const pending = [[0, document]];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [level, value] = next;
    if (Array.isArray(value)) {
      for (const item of value) pending.push([level + 1, item]);
    } else if (isObject(value)) {
      for (const [name, member] of Object.entries(value)) {
        yield [level, value, name];
        if (name !== "proof" || !isCredential(value)) pending.push([level + 1, member]);
      }
    }
  }
}

