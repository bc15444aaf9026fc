// Whose keys they are: an issuer's identifier, followed to the document where it publishes them.
// Only what the issuer itself is named by, and what its own document then names, is ever fetched.
/** @import {Controller, Method} from "./controllers.js" */
/** @import {Source} from "./sources.js" */
/** @import {Finding} from "./verdict.js" */
import { MAX_CONTROLLER, readDocument, readMethod } from "./controllers.js";
import { byItself, documentOf } from "./dids.js";
import { KeyRefused, KeyUnread, Malformed, Unavailable } from "./errors.js";
import { failed, notChecked } from "./verdict.js";
import { shown } from "./words.js";

/** The issuers met in one run; the documents they need are fetched once. */
export class Issuers {
  /** @param {Source} source */
  constructor(source) {
    this.source = source;
    /** @type {Map<string, Controller | Finding>} */
    this.known = new Map();
    /** @type {Map<string, Method | KeyRefused>} */
    this.linked = new Map();
  }

  /**
   * The keys of an issuer, or what stands in their way.
   * @param {string} issuer
   * @returns {Promise<Controller | Finding>}
   */
  async controller(issuer) {
    const known = this.known.get(issuer) ?? (await this.#find(issuer));
    this.known.set(issuer, known);
    return known;
  }

  /**
   * The key that `url` names, in the controller's document or in one that it links to.
   *
   * Throws as `Controller.method`.
   * @param {Controller} controller
   * @param {string} url
   * @returns {Promise<Method>}
   */
  async method(controller, url) {
    if (!controller.linked.has(url) || url.split("#", 1)[0] === controller.did) {
      return controller.method(url);
    }
    const name = `${controller.did} ${url}`;
    const known = this.linked.get(name) ?? (await this.#fetch(controller, url));
    this.linked.set(name, known);
    if (known instanceof KeyRefused) throw known;
    return known;
  }

  /**
   * @param {string} issuer
   * @returns {Promise<Controller | Finding>}
   */
  async #find(issuer) {
    try {
      const alone = byItself(issuer);
      if (alone) return alone;
      const document = documentOf(issuer);
      if (!document) {
        return notChecked(`Keys of ${shown(issuer)} cannot be found: ${why(issuer)}.`);
      }
      return readDocument(await this.source.fetch(document, MAX_CONTROLLER), issuer);
    } catch (error) {
      if (error instanceof Unavailable) {
        return notChecked(`The issuer's keys could not be fetched: ${error.message}.`);
      }
      if (error instanceof KeyUnread || error instanceof Malformed) return notChecked(error.message);
      if (error instanceof KeyRefused) return failed(error.message);
      throw error;
    }
  }

  /**
   * @param {Controller} controller
   * @param {string} url
   */
  async #fetch(controller, url) {
    try {
      return readMethod(await this.source.fetch(url, MAX_CONTROLLER), url, controller.did);
    } catch (error) {
      if (error instanceof Unavailable) {
        return new KeyUnread(`The issuer's key could not be fetched: ${error.message}.`);
      }
      if (error instanceof Malformed) return new KeyUnread(error.message);
      if (error instanceof KeyRefused) return error;
      throw error;
    }
  }
}

/** @param {string} issuer */
function why(issuer) {
  if (!issuer.startsWith("did:")) return "it is no DID and no plain https address";
  const method = issuer.split(":")[1] ?? "";
  return method && method !== "web"
    ? `DIDs of the method ${shown(method)} are not read here`
    : "it is no did:web";
}
