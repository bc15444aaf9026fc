// The proof set of a secured document, and the keys behind it: steps 3 and 4 of verifying.
// Data Integrity 1.0, "Verify Proof Sets and Chains"; every proof that can be checked must hold.
/** @import {Method} from "./controllers.js" */
/** @import {Signed} from "./signatures.js" */
/** @import {Source} from "./sources.js" */
/** @import {Token} from "./tokens.js" */
/** @import {JsonObject} from "./values.js" */
/** @import {Finding} from "./verdict.js" */
import { Controller } from "./controllers.js";
import { byItself, methodId } from "./dids.js";
import { KeyRefused, Malformed, NoSuchMethod, UnknownAlgorithm } from "./errors.js";
import { instant } from "./fields.js";
import { canonicalGraph } from "./graphs.js";
import { checkProof } from "./integrity.js";
import { Issuers } from "./issuers.js";
import { inForce, keyFinding, keyless, stranger, together, unsigned, untried } from "./signatures.js";
import { OTHER_SUITES, SUITES, proofsOf, suiteOf } from "./suites.js";
import { check as checkToken } from "./token-keys.js";
import { isObject } from "./values.js";
import { failed, held, isFinding, notChecked } from "./verdict.js";
import { shown } from "./words.js";

const MAX_PROOFS = 8;

/** Signatures checked in one run; the documents they need are fetched once. */
export class Proofs {
  /**
   * @param {Source} source
   * @param {number} now
   */
  constructor(source, now) {
    this.source = source;
    this.now = now;
    this.issuers = new Issuers(source);
  }

  /**
   * Check every signature of `document`, whose issuer says it is `issuer`.
   * @param {JsonObject} document
   * @param {string} issuer
   * @param {Token | null} [token] what the document was in
   * @param {Map<string, Method>} [lost] methods that the issuer's document has no more, but that may
   * still vouch, since the document was entered in the permanent record before they were lost
   * @returns {Promise<Signed>}
   */
  async check(document, issuer, token = null, lost = new Map()) {
    const proofs = proofsOf(document);
    if (proofs.length > MAX_PROOFS) return none("It carries too many signatures.");
    if (!proofs.length && !token) return none("It carries no signature.");
    /** @type {JsonObject[]} */
    const ours = [];
    /** @type {Set<string>} */
    const others = new Set();
    for (const proof of proofs) {
      if (!isObject(proof)) return unsigned(failed("One of its signatures is not an object."));
      const suite = suiteOf(proof);
      if (suite === null) {
        return unsigned(failed("One of its signatures does not say of what kind it is."));
      }
      if (SUITES.has(suite)) ours.push(proof);
      else if (OTHER_SUITES.has(suite)) others.add(suite);
      else return unsigned(notChecked(`It has a signature of an unknown kind, ${shown(suite)}.`));
    }
    if (!ours.length && !token) {
      const names = [...others].join(", ");
      return unsigned(notChecked(`Its signatures are of kinds not read here: ${names}.`));
    }
    /** @type {Signed[]} */
    const each = [];
    if (token) each.push(await checkToken(token, issuer, this.issuers, this.source, this.now));
    let controller = ours.length ? await this.issuers.controller(issuer) : untried();
    if (!isFinding(controller) && lost.size) {
      controller = new Controller(controller.did, new Map([...lost, ...controller.found]), controller.linked);
    }
    const canonicalise = once();
    for (const proof of ours) {
      each.push(await this.#checkOne(document, proof, issuer, controller, canonicalise));
    }
    return together(each, issuer);
  }

  /**
   * @param {JsonObject} document
   * @param {JsonObject} proof
   * @param {string} issuer
   * @param {Controller | Finding} owner
   * @param {(document: JsonObject) => Promise<string>} canonicalise
   * @returns {Promise<Signed>}
   */
  async #checkOne(document, proof, issuer, owner, canonicalise) {
    const named = proof["verificationMethod"];
    const url = typeof named === "string" ? methodId(named) : "";
    const linked = !isFinding(owner) && owner.linked.has(url);
    const whose = url.split("#", 1)[0] ?? "";
    const apart = url.startsWith("https://") && issuer.startsWith("https://");
    if (!url.includes("#") && !apart) return unsigned(failed("A signature of it names no key."));
    // Whether the issuer's document would link to it, nobody can tell.
    if (apart && isFinding(owner)) return keyless(owner);
    const foreign = whose !== issuer && !linked ? stranger(whose) : null;
    // Nothing is fetched for a stranger to the issuer, but some keys need no fetching.
    const controller = foreign ? alone(whose) : owner;
    if (isFinding(controller)) return keyless(foreign ?? controller);
    let method;
    try {
      method = await this.issuers.method(controller, url);
    } catch (error) {
      if (!(error instanceof KeyRefused)) throw error;
      return keyless(foreign ?? keyFinding(error), error instanceof NoSuchMethod ? [url] : []);
    }
    try {
      const flaw = await checkProof(document, proof, method.key, canonicalise);
      const [created, expires] = [moment(proof, "created"), moment(proof, "expires")];
      if (flaw !== null) {
        const signature = failed(`Its signature does not hold: ${flaw}.`);
        return { signature, issuerKey: foreign ?? untried() };
      }
      return {
        signature: held("The signature holds."),
        issuerKey: foreign ?? inForce(method, created, this.now),
        keys: [method.key],
        created: created === null ? [] : [created],
        expires,
      };
    } catch (error) {
      if (error instanceof UnknownAlgorithm) {
        return unsigned(notChecked(`It has a signature of an unknown kind, ${error.message}.`));
      }
      if (!(error instanceof Malformed)) throw error;
      return { signature: failed(error.message), issuerKey: foreign ?? untried() };
    }
  }
}

/**
 * Canonicalises graphs, and one document once however many proofs are over it.
 * @returns {(document: JsonObject) => Promise<string>}
 */
function once() {
  /** @type {{document: JsonObject, text: string}[]} */
  const known = [];
  return async (document) => {
    const names = Object.keys(document);
    const found = known.find(
      (each) =>
        Object.keys(each.document).length === names.length &&
        names.every((name) => Object.hasOwn(each.document, name) && each.document[name] === document[name]),
    );
    if (found) return found.text;
    const text = await canonicalGraph(document);
    known.push({ document, text });
    return text;
  };
}

/**
 * @param {string} reason
 * @returns {Signed}
 */
function none(reason) {
  return {
    signature: failed(reason),
    issuerKey: notChecked("There is no signature to find a key for."),
  };
}

/** @param {string} whose */
function alone(whose) {
  try {
    return byItself(whose) ?? notChecked("No key of a stranger is fetched.");
  } catch (error) {
    if (error instanceof KeyRefused) return failed(error.message);
    throw error;
  }
}

/**
 * @param {JsonObject} proof
 * @param {string} name
 */
function moment(proof, name) {
  const value = proof[name] ?? null;
  return value === null ? null : instant(value, name);
}
