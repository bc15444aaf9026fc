// Members of a stranger's JSON, taken out one by one: what has another type than promised is refused.
/** @import {JsonObject, JsonValue} from "./values.js" */
import { Malformed } from "./errors.js";
import { has, isObject, listed } from "./values.js";

/** Bytes of a credential that are read. */
export const MAX_DOCUMENT = 2_000_000;

const INSTANT =
  /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d{1,9})?(Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)$/;
const ABSOLUTE = /^[A-Za-z][A-Za-z0-9+.-]*:\S+$/;

/**
 * An XSD dateTimeStamp, in milliseconds since 1970. Throws Malformed, naming the member.
 * @param {JsonValue | undefined} value
 * @param {string} name
 * @returns {number}
 */
export function instant(value, name) {
  const moment = typeof value === "string" ? momentOf(INSTANT.exec(value)) : null;
  if (moment === null) throw new Malformed(`Its ${name} is not a moment like 2026-11-22T09:30:00Z.`);
  return moment;
}

/**
 * The moment of year, month, day, hour, minute, second, fraction and zone; null if there is none.
 * @param {RegExpExecArray | null} match
 * @returns {number | null}
 */
export function momentOf(match) {
  if (!match) return null;
  const [, year, month, date, hour, minute, second, fraction = "", zone = "Z"] = match;
  const parts = [year, month, date, hour, minute, second].map(Number);
  const [y = 0, m = 0, d = 0, h = 0, min = 0, s = 0] = parts;
  const moment = new Date(0);
  moment.setUTCFullYear(y, m - 1, d);
  const exists = moment.getUTCFullYear() === y && moment.getUTCMonth() === m - 1;
  if (!exists || moment.getUTCDate() !== d || h > 23 || min > 59 || s > 59 || y < 1) return null;
  moment.setUTCHours(h, min, s);
  const offset = /^([+-])(\d\d):?(\d\d)$/.exec(zone);
  const minutes = offset ? Number(`${offset[1]}1`) * (60 * Number(offset[2]) + Number(offset[3])) : 0;
  const found = moment.getTime() - 60_000 * minutes + Number(`0${fraction.slice(0, 7)}`) * 1000;
  const there = new Date(found).getUTCFullYear();
  return there < 1 || there > 9999 ? null : found;
}

/**
 * The object there. Throws Malformed for anything else.
 * @param {JsonObject} parent
 * @param {string} name
 * @returns {JsonObject}
 */
export function oneObject(parent, name) {
  const value = parent[name];
  if (!isObject(value)) throw new Malformed(`Its ${name} is missing or not one object.`);
  return value;
}

/**
 * The text there, which is not empty. Throws Malformed for anything else.
 * @param {JsonObject} parent
 * @param {string} name
 * @returns {string}
 */
export function text(parent, name) {
  const value = parent[name];
  if (typeof value !== "string" || !value) {
    throw new Malformed(`Its ${name} is missing or not a text.`);
  }
  return value;
}

/**
 * @param {JsonObject} parent
 * @param {string} name
 */
export function optionalText(parent, name) {
  return has(parent, name) ? text(parent, name) : null;
}

/**
 * The text there, or all of a list of texts. Throws Malformed for anything else.
 * @param {JsonObject} parent
 * @param {string} name
 * @returns {string[]}
 */
export function texts(parent, name) {
  const items = listed(parent[name]);
  const found = items.filter((item) => typeof item === "string");
  if (!found.length || found.length !== items.length) {
    throw new Malformed(`Its ${name} is missing or not a list of texts.`);
  }
  return found;
}

/**
 * The absolute address (an IRI) there. Throws Malformed for anything else.
 * @param {JsonObject} parent
 * @param {string} name
 * @returns {string}
 */
export function address(parent, name) {
  const value = text(parent, name);
  if (!ABSOLUTE.test(value)) throw new Malformed(`Its ${name} is not an absolute address.`);
  return value;
}
