// Controller documents: the keys of one issuer, and which of them may vouch.
// Controlled Identifiers 1.0, "Retrieve Verification Method"; did:web, which refuses relative ids.
/** @import {Bytes, JsonObject, JsonValue} from "./values.js" */
import { BadValue, KeyRefused, KeyUnread, Malformed, NoSuchMethod, UnsupportedKey } from "./errors.js";
import { instant } from "./fields.js";
import { PublicKey } from "./keys.js";
import { parse } from "./strict-json.js";
import { base58decode } from "./texts.js";
import { has, isObject, listed } from "./values.js";
import { shown } from "./words.js";

/** Bytes of a controller document that are read. */
export const MAX_CONTROLLER = 200_000;
const MAX_METHODS = 100;

/**
 * A verification method that is listed for assertions.
 * @typedef {{id: string, key: PublicKey, expires: number | null, revoked: number | null}} Method
 */

export class Controller {
  /**
   * @param {string} did a DID, or the address of a profile
   * @param {Map<string, Method | KeyRefused>} found by method id
   * @param {Set<string>} [linked] addresses listed for assertions, where a key stands by itself
   */
  constructor(did, found, linked = new Set()) {
    this.did = did;
    this.found = found;
    this.linked = linked;
  }

  get methods() {
    /** @type {Method[]} */
    const methods = [];
    for (const each of this.found.values()) if (!(each instanceof KeyRefused)) methods.push(each);
    return methods;
  }

  /**
   * The key of this id. Throws NoSuchMethod, KeyUnread or KeyRefused.
   * @param {string} url
   * @returns {Method}
   */
  method(url) {
    const found = this.found.get(url);
    if (found instanceof KeyRefused) throw found;
    if (found) return found;
    throw new NoSuchMethod(`${shown(this.did)} publishes no key with the id ${shown(url)}.`);
  }
}

/**
 * The document of `controller` (a DID, or an https address).
 *
 * Throws KeyRefused if it is another's, Malformed if it is no such document at all.
 * @param {Bytes} data
 * @param {string} controller
 */
export function readDocument(data, controller) {
  const document = parsed(data, controller);
  if (document["id"] !== controller) {
    throw new KeyRefused(`The key document found for ${shown(controller)} is another's.`);
  }
  const published = publishedIn(document, controller);
  const items = listedIn(document);
  const names = new Set(items.filter((item) => typeof item === "string"));
  const embedded = items.filter((item) => typeof item !== "string");
  // A profile may link to keys that stand elsewhere; a DID's own document holds them.
  if (!embedded.length && !(names.size && (published.length || !controller.startsWith("did:")))) {
    throw new Malformed(`The key document of ${shown(controller)} lists no keys.`);
  }
  /** @type {Map<string, Method | KeyRefused>} */
  const found = new Map();
  for (const each of published) {
    const id = methodId(each, controller);
    if (found.has(id)) {
      throw new Malformed(`The key document of ${shown(controller)} names two keys ${shown(id)}.`);
    }
    found.set(id, methodOf(each, id, controller, names.has(id)));
  }
  for (const each of embedded) {
    const id = methodId(each, controller);
    // Which of two is meant, readers could decide differently.
    const twice = new KeyRefused(`The key ${shown(id)} is published twice.`);
    found.set(id, found.has(id) ? twice : methodOf(each, id, controller, true));
  }
  const others = controller.startsWith("did:")
    ? []
    : [...names].filter((name) => name.startsWith("https://") && !found.has(name));
  return new Controller(controller, found, new Set(others));
}

/**
 * The key that stands in a document of its own at `url`, of a controller that links to it.
 *
 * Throws KeyRefused, KeyUnread or Malformed.
 * @param {Bytes} data
 * @param {string} url
 * @param {string} controller
 */
export function readMethod(data, url, controller) {
  const document = parsed(data, controller);
  if (document["id"] !== url) throw new KeyRefused(`The key found at ${shown(url)} is another.`);
  return opened(document, url, controller, true);
}

/**
 * @param {Bytes} data
 * @param {string} controller
 */
function parsed(data, controller) {
  const whose = `The key document of ${shown(controller)}`;
  let document;
  try {
    document = parse(data, MAX_CONTROLLER);
  } catch (error) {
    if (!(error instanceof BadValue)) throw error;
    throw new Malformed(`${whose} cannot be read: ${error.message}.`);
  }
  if (!isObject(document)) throw new Malformed(`${whose} is not an object.`);
  return document;
}

/**
 * @param {JsonObject} document
 * @param {string} controller
 */
function publishedIn(document, controller) {
  const found = has(document, "verificationMethod") ? document["verificationMethod"] : [];
  const published = isObject(found) ? [found] : found;
  if (!Array.isArray(published) || published.length > MAX_METHODS) {
    throw new Malformed(`The key document of ${shown(controller)} lists no keys.`);
  }
  return published;
}

/** @param {JsonObject} document */
function listedIn(document) {
  const items = listed(document["assertionMethod"]);
  if (items.length > MAX_METHODS) throw new Malformed("A key document lists too many keys.");
  return items;
}

/**
 * @param {JsonValue} method
 * @param {string} controller
 */
function methodId(method, controller) {
  const id = isObject(method) ? method["id"] : null;
  if (typeof id !== "string") {
    throw new Malformed(`The key document of ${shown(controller)} has a key without an id.`);
  }
  return id;
}

/**
 * The key of a controller, or why it may not vouch.
 * @param {JsonValue} method
 * @param {string} id
 * @param {string} controller
 * @param {boolean} isListed
 */
function methodOf(method, id, controller, isListed) {
  if (!id.startsWith(`${controller}#`)) {
    return new KeyRefused(`The key ${shown(id)} is not identified as a key of ${shown(controller)}.`);
  }
  try {
    return opened(method, id, controller, isListed);
  } catch (error) {
    if (error instanceof KeyRefused) return error;
    if (error instanceof Malformed) return new KeyRefused(error.message);
    throw error;
  }
}

/**
 * @param {JsonValue} method
 * @param {string} id
 * @param {string} controller
 * @param {boolean} isListed
 * @returns {Method}
 */
function opened(method, id, controller, isListed) {
  const name = `The key ${shown(id)}`;
  if (!isObject(method)) throw new KeyRefused(`${name} is not an object.`);
  if (method["controller"] !== controller) {
    throw new KeyRefused(`${name} is controlled by somebody else.`);
  }
  if (!isListed) throw new KeyRefused(`${name} is published, but not for assertions.`);
  let key;
  try {
    key = keyOf(method, name);
  } catch (error) {
    if (error instanceof UnsupportedKey) {
      throw new KeyUnread(`${name} is of a kind not read here: ${shown(error.message)}.`);
    }
    if (error instanceof BadValue) throw new KeyRefused(`${name} is refused: ${error.message}.`);
    throw error;
  }
  const expires = has(method, "expires") ? instant(method["expires"], "expires") : null;
  const revoked = has(method, "revoked") ? instant(method["revoked"], "revoked") : null;
  return { id, key, expires, revoked };
}

/**
 * @param {JsonObject} method
 * @param {string} name
 */
function keyOf(method, name) {
  const types = listed(method["type"]);
  const [kind] = types;
  const inText = method["publicKeyMultibase"] ?? null;
  const inJwk = method["publicKeyJwk"] ?? null;
  if (typeof kind !== "string" || types.length > 1) {
    throw new KeyRefused(`${name} does not say of what kind it is.`);
  }
  if (inText !== null && inJwk !== null) {
    throw new KeyRefused(`${name} is written in two forms, which could be two keys.`);
  }
  if (kind === "JsonWebKey" || kind === "JsonWebKey2020") {
    if (!isObject(inJwk)) throw new KeyRefused(`${name} is a ${kind} without a JWK.`);
    return PublicKey.fromJwk(inJwk);
  }
  if (kind === "Ed25519VerificationKey2018") {
    const inBase58 = method["publicKeyBase58"];
    if (typeof inBase58 !== "string") throw new KeyRefused(`${name} is a ${kind} without a key.`);
    return new PublicKey("Ed25519", base58decode(inBase58));
  }
  if (kind === "Multikey" || kind === "Ed25519VerificationKey2020") {
    if (typeof inText !== "string") throw new KeyRefused(`${name} is not a Multikey.`);
    const key = PublicKey.fromMultibase(inText);
    if (kind !== "Multikey" && key.algorithm !== "Ed25519") {
      throw new KeyRefused(`${name} is no ${kind}, but an ${key.algorithm} key.`);
    }
    return key;
  }
  throw new UnsupportedKey(kind);
}
