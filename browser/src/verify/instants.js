// Moments as credentials write them: XSD dateTimeStamp, in milliseconds since 1970.

import { refuse } from "./finding.js";

/** @typedef {import("./finding.js").JsonValue} JsonValue */

const INSTANT =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,9})?(Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)$/;

/**
 * The moment that a member names. Throws Stop for anything else: a zone is required.
 * @param {JsonValue | undefined} value
 */
export function instant(value) {
  const match = typeof value === "string" ? INSTANT.exec(value) : null;
  const [, whole = "", fraction = "", zone = ""] = match ?? [];
  const local = Date.parse(`${whole}Z`);
  // A day that no month has would be read as one of the next.
  if (Number.isNaN(local) || !iso(local).startsWith(whole)) refuse("malformed");
  return Date.parse(`${whole}${fraction.slice(0, 4)}${zone}`);
}

/**
 * @param {number} moment
 * @returns {string}
 */
export const iso = (moment) => new Date(moment).toISOString().replace(/(\.000)?Z$/, "+00:00");
