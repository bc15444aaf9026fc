// Text forms of bytes, decoded strictly: for each sequence of bytes one text; and SHA-256.

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/**
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>}
 */
export const utf8 = (text) => new TextEncoder().encode(text);

/**
 * The bytes behind a text of base58btc, without its multibase letter; null for anything else.
 * @param {string} text
 * @param {number} [longest] in characters, since the work grows with the square of it
 * @returns {Uint8Array<ArrayBuffer> | null}
 */
export function base58(text, longest = 512) {
  if (text.length > longest) return null;
  let number = 0n;
  for (const letter of text) {
    const value = BASE58.indexOf(letter);
    if (value < 0) return null;
    number = number * 58n + BigInt(value);
  }
  const zeros = text.length - text.replace(/^1+/, "").length;
  const digits = number ? number.toString(16) : "";
  return hex("00".repeat(zeros) + (digits.length % 2 ? "0" : "") + digits);
}

/**
 * The bytes behind base64 in its one canonical form; null for anything else.
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer> | null}
 */
export function base64(text) {
  try {
    const letters = atob(text);
    if (btoa(letters) !== text) return null;
    return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
}

/**
 * Likewise of base64url without padding (RFC 4648 section 5).
 * @param {string} text
 */
export function base64url(text) {
  if (/[^\w-]/.test(text)) return null;
  const plain = text.replaceAll("-", "+").replaceAll("_", "/");
  return base64(plain + "=".repeat(-text.length & 3));
}

/**
 * @param {string} digits an even number of them
 * @returns {Uint8Array<ArrayBuffer>}
 */
export const hex = (digits) =>
  Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/**
 * @param {Uint8Array} data
 * @returns {string}
 */
export const toHex = (data) =>
  Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");

/**
 * The number that bytes are, the first the gravest.
 * @param {Uint8Array} data
 */
export const big = (data) => BigInt(`0x0${toHex(data)}`);

/**
 * @param {...Uint8Array} parts
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * All bytes of a stream. Throws, and reads no further, where there are more than `most`.
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} stream
 * @param {number} most
 */
export async function collected(stream, most) {
  const reader = stream.getReader();
  const parts = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return joined(...parts);
    length += value.length;
    if (length > most) {
      await reader.cancel();
      throw new RangeError("size");
    }
    parts.push(value);
  }
}

/** @param {...Uint8Array} parts */
export const sha256 = async (...parts) =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", joined(...parts)));
