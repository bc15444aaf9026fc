// Where a credential says that its withdrawal would be written: its `credentialStatus`.
// Bitstring Status List 1.0 section 2.1; OB 3.0, the older `1EdTechRevocationList`.
/** @import {JsonObject} from "./values.js" */
import { Malformed } from "./errors.js";
import { address, text, texts } from "./fields.js";
import { has, isObject, listed } from "./values.js";
import { shown } from "./words.js";

const MAX_SIZE = 32;
const MAX_ENTRIES = 4;
const VALUE = /^0x[0-9A-Fa-f]{1,8}$/;
const INDEX = /^(?:0|[1-9][0-9]{0,14})$/;

/**
 * @typedef {object} StatusEntry one BitstringStatusListEntry
 * @property {string} purpose
 * @property {number} index
 * @property {string} list its address
 * @property {number} size bits of an entry
 * @property {Map<number, string>} messages what the values mean, in the issuer's words
 */

/**
 * Every place where its withdrawal would be written.
 * @typedef {{bits: StatusEntry[], revocationLists: string[], unread: string[]}} Entries
 */

/**
 * The status entries of a credential. Throws Malformed.
 * @param {JsonObject} document
 * @returns {Entries}
 */
export function statusOf(document) {
  const found = listed(document["credentialStatus"]);
  if (found.length > MAX_ENTRIES) throw new Malformed("It names too many status lists.");
  /** @type {Entries} */
  const entries = { bits: [], revocationLists: [], unread: [] };
  /** @type {Map<string, string>} */
  const places = new Map();
  for (const each of found) {
    if (!isObject(each)) throw new Malformed("Its credentialStatus is not an object.");
    const types = texts(each, "type");
    if (types.join() === "BitstringStatusListEntry") {
      const entry = bitsEntry(each);
      entries.bits.push(entry);
      if (has(each, "id")) {
        // In a graph two objects with one id are one: whose index is whose, it does not say.
        const place = `${entry.list} ${entry.index} ${entry.size}`;
        const id = text(each, "id");
        if ((places.get(id) ?? place) !== place) entries.unread.push("two entries with one id");
        places.set(id, places.get(id) ?? place);
      }
    } else if (types.join() === "1EdTechRevocationList") {
      entries.revocationLists.push(address(each, "id"));
    } else {
      entries.unread.push(shown(types.join(", ")));
    }
  }
  return entries;
}

/**
 * @param {JsonObject} entry
 * @returns {StatusEntry}
 */
function bitsEntry(entry) {
  const index = entry["statusListIndex"];
  if (typeof index !== "string" || !INDEX.test(index)) {
    throw new Malformed("Its statusListIndex is not a plain decimal number in a string.");
  }
  const list = address(entry, "statusListCredential");
  if (entry["id"] === list) throw new Malformed("Its status entry claims to be the status list.");
  const size = has(entry, "statusSize") ? entry["statusSize"] : 1;
  if (typeof size !== "number" || !Number.isInteger(size) || size <= 0 || size > MAX_SIZE) {
    throw new Malformed(`Its statusSize is not a whole number from 1 to ${MAX_SIZE}.`);
  }
  const purpose = text(entry, "statusPurpose");
  /** @type {Map<number, string>} */
  const messages = new Map();
  for (const each of listed(entry["statusMessage"])) {
    if (!isObject(each) || !VALUE.test(text(each, "status"))) {
      throw new Malformed("Its statusMessage does not say what each value means.");
    }
    messages.set(Number(text(each, "status")), shown(text(each, "message")));
  }
  return { purpose, index: Number(index), list, size, messages };
}
