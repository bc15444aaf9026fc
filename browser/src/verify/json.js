// JSON from strangers, read strictly, and its canonical form (RFC 8785, JCS).
// I-JSON (RFC 7493) and a little more: what one parser keeps and another drops is refused.

import { refuse } from "./finding.js";

/** @typedef {import("./finding.js").JsonValue} JsonValue */
/** @typedef {import("./finding.js").JsonObject} JsonObject */

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"[ \t\n\r]*(:?)|[[\]{}]/gs;
const MAX_DEPTH = 64;

/**
 * The value of one JSON text in UTF-8.
 *
 * Throws for anything but well-formed JSON, for a byte order mark, a repeated or a `__proto__`
 * member, a lone surrogate, minus zero, numbers that are no finite doubles, and more than 64
 * levels. A whole number beyond 2^53 becomes a bigint, which has no canonical form.
 * @param {Uint8Array} data
 * @returns {JsonValue}
 */
export function parse(data) {
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
  let depth = 0;
  // The parser keeps one of two members with one name: there are then fewer members than names.
  let surplus = 1;
  for (const [token, colon] of text.matchAll(TOKEN)) {
    if (colon) surplus++;
    if (/^[[{]/.test(token) && ++depth > MAX_DEPTH) refuse("unreadable");
    if (/^[\]}]/.test(token)) depth--;
  }
  const value = JSON.parse(text, function (name, value) {
    if (!Array.isArray(this)) surplus--;
    // Throws for a lone surrogate.
    encodeURIComponent(name + (typeof value === "string" ? value : ""));
    if (Object.is(value, -0) || value === Infinity || value === -Infinity || name === "__proto__") refuse("unreadable");
    return Number.isInteger(value) && !Number.isSafeInteger(value) ? BigInt(value) : value;
  });
  if (surplus) refuse("unreadable");
  return value;
}

/**
 * The canonical form of a value, as text. Throws Stop for a bigint.
 * @param {JsonValue} value
 * @returns {string}
 */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value === "bigint") refuse("malformed");
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join()}}`;
}
