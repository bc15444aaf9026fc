// JSON as strangers write it, and bytes: what all other modules here pass around.

/**
 * @typedef {null | boolean | number | bigint | string | JsonValue[] | {[name: string]: JsonValue}} JsonValue
 * Whole numbers that a double cannot hold are bigints, so that nobody takes them for others.
 * @typedef {{[name: string]: JsonValue}} JsonObject
 * @typedef {Uint8Array<ArrayBuffer>} Bytes
 */

/**
 * @param {unknown} value
 * @returns {value is JsonObject}
 */
export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * A list as it is, nothing as an empty one, and any other value as a list of one.
 * @param {JsonValue | undefined} value
 * @returns {JsonValue[]}
 */
export function listed(value) {
  if (Array.isArray(value)) return value;
  return value === null || value === undefined ? [] : [value];
}

/**
 * @param {JsonObject} object
 * @param {string} name
 */
export function has(object, name) {
  return Object.hasOwn(object, name);
}

/**
 * @param {JsonObject} object
 * @param {...string} names
 * @returns {JsonObject}
 */
export function without(object, ...names) {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}

/**
 * Whether two JSON values say the same.
 * @param {JsonValue | undefined} one
 * @param {JsonValue | undefined} other
 * @returns {boolean}
 */
export function same(one, other) {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((each, index) => same(each, other[index]));
  }
  if (isObject(one) && isObject(other)) {
    const names = Object.keys(one);
    return (
      names.length === Object.keys(other).length &&
      names.every((name) => has(other, name) && same(one[name], other[name]))
    );
  }
  return one === other;
}

const UTF8 = new TextEncoder();

/**
 * @param {string} text
 * @returns {Bytes}
 */
export function utf8(text) {
  return UTF8.encode(text);
}

/**
 * The text of bytes in UTF-8. Throws for anything else.
 * @param {Bytes} data
 */
export function fromUtf8(data) {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
}

/**
 * Bytes as letters, one each: for looking at how something begins.
 * @param {Bytes} data
 * @param {number} [longest]
 */
export function latin1(data, longest = data.length) {
  let text = "";
  for (let at = 0; at < Math.min(data.length, longest); at += 8192) {
    text += String.fromCharCode(...data.subarray(at, Math.min(at + 8192, longest)));
  }
  return text;
}

/**
 * @param {...Bytes} parts
 * @returns {Bytes}
 */
export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * @param {Bytes} one
 * @param {Bytes} other
 */
export function equal(one, other) {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

/**
 * @param {Bytes} data
 * @returns {Promise<Bytes>}
 */
export async function sha256(data) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", data));
}

/**
 * @param {Bytes} data
 */
export function hex(data) {
  return Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * The number that big-endian bytes are.
 * @param {Bytes} data
 */
export function wholeNumber(data) {
  return data.length ? BigInt(`0x${hex(data)}`) : 0n;
}

/**
 * @param {bigint} number
 * @param {number} length
 * @returns {Bytes}
 */
export function numberBytes(number, length) {
  const digits = number.toString(16).padStart(2 * length, "0");
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}
