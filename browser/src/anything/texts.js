// Text forms of bytes: base58btc, base64url and base64. For each sequence of bytes exactly one text is accepted.
/** @import {Bytes} from "./values.js" */
import { BadValue } from "./errors.js";
import { numberBytes, wholeNumber } from "./values.js";

const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/**
 * @param {Bytes} data
 */
export function base58encode(data) {
  let number = wholeNumber(data);
  let text = "";
  while (number) {
    text = (ALPHABET[Number(number % 58n)] ?? "") + text;
    number /= 58n;
  }
  const first = data.findIndex((byte) => byte !== 0);
  return "1".repeat(first < 0 ? data.length : first) + text;
}

/**
 * @param {string} text without multibase letter
 * @param {number} [longest] the work grows with the square of the length
 * @returns {Bytes}
 */
export function base58decode(text, longest = 512) {
  if (text.length > longest) {
    throw new BadValue(`base58 text is longer than ${longest} characters`);
  }
  let number = 0n;
  for (const letter of text) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) throw new BadValue("not base58btc: a character outside its alphabet");
    number = number * 58n + BigInt(value);
  }
  const zeros = text.length - text.replace(/^1+/, "").length;
  const length = number ? Math.ceil(number.toString(16).length / 2) : 0;
  const data = new Uint8Array(zeros + length);
  if (length) data.set(numberBytes(number, length), zeros);
  return data;
}

/**
 * @param {Bytes} data
 */
export function base64urlEncode(data) {
  return base64encode(data).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/**
 * The bytes behind unpadded base64url (RFC 4648 section 5), without spare bits.
 * @param {string} text
 * @returns {Bytes}
 */
export function base64urlDecode(text) {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.includes("\n")) {
    throw new BadValue("not base64url: padding or a character outside its alphabet");
  }
  if (text.length % 4 === 1) throw new BadValue("not base64url: impossible length");
  const data = bytes(text.replaceAll("-", "+").replaceAll("_", "/"));
  if (base64urlEncode(data) !== text) {
    throw new BadValue("not base64url: spare bits are set");
  }
  return data;
}

/**
 * The bytes behind padded base64, in its one canonical form.
 * @param {string} text
 * @returns {Bytes}
 */
export function base64decode(text) {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4) throw new BadValue("not base64");
  const data = bytes(text);
  if (base64encode(data) !== text) throw new BadValue("not base64 in its one canonical form");
  return data;
}

/** @param {Bytes} data */
function base64encode(data) {
  let letters = "";
  for (let at = 0; at < data.length; at += 8192) {
    letters += String.fromCharCode(...data.subarray(at, at + 8192));
  }
  return btoa(letters);
}

/**
 * @param {string} text
 * @returns {Bytes}
 */
function bytes(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
