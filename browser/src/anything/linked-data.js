// RDF dataset canonicalisation (RDFC-1.0) of JSON-LD documents, with bundled contexts only: nothing is
// fetched, nothing is lost in silence, and hostile input ends early. A chunk of its own: it is large.
/** @import {JsonObject, JsonValue} from "./values.js" */
import jsonld from "jsonld";
import { canonize } from "rdf-canonize";
import clr1 from "../../../generator/testamur/wire/data/contexts/clr-v2p0-2.0.1.json";
import clr from "../../../generator/testamur/wire/data/contexts/clr-v2p0.json";
import vc1 from "../../../generator/testamur/wire/data/contexts/credentials-v1.json";
import vc2 from "../../../generator/testamur/wire/data/contexts/credentials-v2.json";
import integrity1 from "../../../generator/testamur/wire/data/contexts/data-integrity-v1.json";
import integrity2 from "../../../generator/testamur/wire/data/contexts/data-integrity-v2.json";
import signature2020 from "../../../generator/testamur/wire/data/contexts/ed25519-signature-2020-v1.json";
import ob1 from "../../../generator/testamur/wire/data/contexts/ob-v3p0-3.0.1.json";
import ob2 from "../../../generator/testamur/wire/data/contexts/ob-v3p0-3.0.2.json";
import ob3 from "../../../generator/testamur/wire/data/contexts/ob-v3p0-3.0.3.json";
import extensions from "../../../generator/testamur/wire/data/contexts/ob-v3p0-extensions.json";
import ob from "../../../generator/testamur/wire/data/contexts/ob-v3p0.json";
import index from "../../../generator/testamur/wire/data/contexts/index.json";
import { BadValue } from "./errors.js";
import { isObject } from "./values.js";

const MAX_VALUES = 10_000;
const MAX_ITEMS = 1_000;
const MAX_DEPTH = 64;
const MAX_BLANK_NODES = 1_000;
const SECONDS = 10;
const VOCABULARY = "urn:unmapped:";
const BASE = "relative://unmapped/";
const IRI =
  /^(?!relative:|urn:unmapped:)[A-Za-z][A-Za-z0-9+.-]*:(?:\/\/)?[^\s\x00-\x20<>"{}|\\^`\x7f\ud800-\udfff]*$/u;
const BLANK = /^_:[A-Za-z0-9_][A-Za-z0-9_.-]*$/;
const LANGUAGE = /^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*$/;
const FORBIDDEN = /[\x00-\x09\x0b-\x1f\x7f]|\p{Surrogate}/u;

/** @type {Record<string, object>} */
const FILES = {
  "clr-v2p0-2.0.1.json": clr1,
  "clr-v2p0.json": clr,
  "credentials-v1.json": vc1,
  "credentials-v2.json": vc2,
  "data-integrity-v1.json": integrity1,
  "data-integrity-v2.json": integrity2,
  "ed25519-signature-2020-v1.json": signature2020,
  "ob-v3p0-3.0.1.json": ob1,
  "ob-v3p0-3.0.2.json": ob2,
  "ob-v3p0-3.0.3.json": ob3,
  "ob-v3p0-extensions.json": extensions,
  "ob-v3p0.json": ob,
};
/** @type {Map<string, object>} */
const CONTEXTS = new Map();
for (const { url, file } of index) {
  const context = FILES[file];
  if (context) CONTEXTS.set(url, context);
}

/**
 * What was asked for, or why there is none: an error would be of another class in another chunk.
 * @template T
 * @typedef {{value: T} | {flaw: string}} Result
 */

/**
 * The canonical N-Quads of `document`, unless it cannot be canonicalised safely.
 * @param {JsonObject} document
 * @returns {Promise<Result<string>>}
 */
export function canonicalForm(document) {
  return result(canonical(document));
}

/**
 * Names of what a signature over the graph of `document` would not cover; empty if all is.
 * @param {JsonObject} document
 * @returns {Promise<Result<string[]>>}
 */
export function dataLoss(document) {
  return result(graphOf(document).then(({ lost }) => lost));
}

/**
 * @template T
 * @param {Promise<T>} promise
 * @returns {Promise<Result<T>>}
 */
async function result(promise) {
  try {
    return { value: await promise };
  } catch (error) {
    if (error instanceof BadValue) return { flaw: error.message };
    throw error;
  }
}

/** @param {JsonObject} document */
async function canonical(document) {
  const { dataset, lost } = await graphOf(document);
  if (lost.length) throw new BadValue(`not covered by the contexts, so not signed: ${lost.join(", ")}`);
  const nodes = new Set();
  for (const { subject, object, graph } of dataset) {
    for (const term of [subject, object, graph]) {
      if (term.termType === "BlankNode") nodes.add(term.value);
    }
  }
  if (nodes.size > MAX_BLANK_NODES) {
    throw new BadValue(`the document has more than ${MAX_BLANK_NODES} unnamed objects`);
  }
  try {
    return await canonize(dataset, {
      algorithm: "RDFC-1.0",
      format: "application/n-quads",
      signal: AbortSignal.timeout(SECONDS * 1000),
    });
  } catch {
    throw new BadValue("the document has too many unnamed objects that look alike");
  }
}

/**
 * @param {JsonObject} document
 * @returns {Promise<{dataset: any[], lost: string[]}>}
 */
async function graphOf(document) {
  checkSize(document);
  /** @type {string[]} */
  const dropped = [];
  const options = {
    base: BASE,
    expandContext: { "@vocab": VOCABULARY },
    documentLoader: load,
    processingMode: "json-ld-1.1",
    /** @param {{event: {code: string, details?: {property?: string}}}} handled */
    eventHandler: ({ event }) => {
      if (event.code === "invalid property") dropped.push(event.details?.property || "a member without a name");
    },
  };
  try {
    const expanded = await jsonld.expand(plain(document), options);
    const lost = losses(document, /** @type {JsonValue} */ (expanded), dropped);
    const dataset = await jsonld.toRDF(expanded, { ...options, skipExpansion: true });
    return { dataset: unique(dataset), lost };
  } catch (error) {
    if (error instanceof BadValue) throw error;
    const inner = /** @type {any} */ (error)?.details?.cause ?? error;
    if (inner instanceof BadValue) throw inner;
    const code = /** @type {any} */ (error)?.details?.code;
    throw new BadValue(`it is not well-formed JSON-LD${code ? `: ${code}` : ""}`);
  }
}

/**
 * The document loader: a bundled context or none.
 * @param {string} url
 */
async function load(url) {
  const document = CONTEXTS.get(url);
  if (!document) throw new BadValue(`the context ${url} is not among the bundled ones`);
  return { contextUrl: null, documentUrl: url, document, tag: "static" };
}

/**
 * A copy that the library may do with as it likes.
 * @param {JsonValue} value
 * @returns {any}
 */
function plain(value) {
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
}

/**
 * A dataset is a set.
 * @param {any[]} quads
 */
function unique(quads) {
  return [...new Map(quads.map((quad) => [JSON.stringify(quad), quad])).values()];
}

/** @param {JsonObject} document */
function checkSize(document) {
  let values = 0;
  /** @type {[JsonValue, number][]} */
  const pending = [[document, 1]];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [item, depth] = next;
    values += 1;
    if (typeof item === "string") {
      checkText(item);
    } else if (typeof item === "object" && item !== null) {
      if (depth > MAX_DEPTH) throw new BadValue(`the document is nested deeper than ${MAX_DEPTH} levels`);
      const children = Object.values(item);
      if (children.length > MAX_ITEMS) {
        throw new BadValue(`an array or object has more than ${MAX_ITEMS} items`);
      }
      if (!Array.isArray(item)) Object.keys(item).forEach(checkText);
      for (const child of children) pending.push([child, depth + 1]);
    } else if (typeof item === "bigint") {
      throw new BadValue("the document has a number or value that JSON cannot carry unchanged");
    }
  }
  if (values > MAX_VALUES) throw new BadValue(`the document has more than ${MAX_VALUES} values`);
}

/** @param {string} text */
function checkText(text) {
  if (FORBIDDEN.test(text)) {
    throw new BadValue("a text has half a character, or a control character other than LF");
  }
}

/**
 * What is lost between `document` and its expanded form, each item named once.
 * @param {JsonObject} document
 * @param {JsonValue} expanded
 * @param {string[]} dropped
 */
function losses(document, expanded, dropped) {
  const found = [...dropped, ...named(expanded)];
  if (!found.length && leaves(expanded) < leaves(document)) {
    found.push("a value without meaning in its place");
  }
  return [...new Set(found)];
}

/**
 * @param {JsonValue} expanded
 * @returns {Generator<string>}
 */
function* named(expanded) {
  const pending = [expanded];
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    if (Array.isArray(item)) {
      pending.push(...item);
    } else if (isObject(item)) {
      for (const [name, value] of Object.entries(item)) {
        if (name === "@id" || name === "@type") {
          yield* references(name, value);
        } else if (name === "@language") {
          if (typeof value !== "string" || !LANGUAGE.test(value)) yield "an ill-formed language tag";
        } else if (name === "@direction" || name === "@index") {
          yield name;
        } else if (!name.startsWith("@")) {
          if (!IRI.test(name)) yield shortened(name);
          pending.push(value);
        } else if (name !== "@value") {
          pending.push(value);
        }
      }
    }
  }
}

/**
 * @param {string} name
 * @param {JsonValue} value
 * @returns {Generator<string>}
 */
function* references(name, value) {
  for (const reference of Array.isArray(value) ? value : [value]) {
    if (reference === "@json") continue;
    if (typeof reference !== "string") yield `${name} that is no text`;
    else if (!IRI.test(reference) && !BLANK.test(reference)) yield `${name} ${shortened(reference)}`;
  }
}

/** @param {string} reference */
function shortened(reference) {
  const text = reference.replace(VOCABULARY, "").replace(BASE, "");
  return text.length <= 80 ? text : `${text.slice(0, 80)}…`;
}

/**
 * Texts, numbers and truth values that ought to reach the graph; null says nothing.
 * @param {JsonValue} value
 */
function leaves(value) {
  let count = 0;
  const pending = [value];
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    if (Array.isArray(item)) {
      pending.push(...item);
    } else if (isObject(item)) {
      if ("@value" in item) {
        pending.push(item["@value"] ?? null);
      } else {
        for (const [name, member] of Object.entries(item)) if (name !== "@context") pending.push(member);
      }
    } else if (item !== null) {
      count += 1;
    }
  }
  return count;
}
