// The documents that an Open Badges 2.0 badge refers to, each from its own address.
/** @import {Source} from "../sources.js" */
/** @import {Bytes, JsonObject} from "../values.js" */
/** @import {Linked} from "./shape.js" */
import { BadValue, Malformed } from "../errors.js";
import { parse } from "../strict-json.js";
import { has, isObject } from "../values.js";
import { shown } from "../words.js";

const MAX_LINKED = 2_000_000;

/** Reads linked documents, each address once in a run. */
export class Linker {
  /** @param {Source} source */
  constructor(source) {
    this.source = source;
    /** @type {Map<string, Bytes>} */
    this.known = new Map();
  }

  /**
   * The object behind a link, as `at`; an object without an address of its own as it is. With
   * `embedded`, one that has an address too: it is signed with what is around it.
   * @param {Linked} linked
   * @param {boolean} [embedded]
   * @returns {Promise<JsonObject>}
   */
  async resolve(linked, embedded = false) {
    if (typeof linked === "string") return this.at(linked);
    const own = linked["id"];
    const elsewhere = typeof own === "string" && /^https?:\/\//.test(own);
    return embedded || !elsewhere ? linked : this.at(own);
  }

  /**
   * The document at an address, which must call itself by that address.
   *
   * Throws Unavailable where nothing can be read, Malformed for what is no such document.
   * @param {string} address
   * @returns {Promise<JsonObject>}
   */
  async at(address) {
    const data = this.known.get(address) ?? (await this.source.fetch(address, MAX_LINKED));
    this.known.set(address, data);
    let document;
    try {
      document = parse(data, MAX_LINKED);
    } catch (error) {
      if (!(error instanceof BadValue)) throw error;
      throw new Malformed(`It cannot be read as JSON: ${shown(error.message)}.`);
    }
    if (!isObject(document)) throw new Malformed("It is no JSON object.");
    if (has(document, "id") && document["id"] !== address) {
      throw new Malformed(`It calls itself ${shown(String(document["id"]))}.`);
    }
    return document;
  }
}
