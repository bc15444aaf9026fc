// JSON from strangers: read strictly, so that no two programs can read it differently (RFC 7493).
/** @import {Bytes, JsonObject, JsonValue} from "./values.js" */
import { BadValue } from "./errors.js";
import { fromUtf8 } from "./values.js";

const SPACE = /[ \t\n\r]*/y;
const PLAIN = /[^"\\\x00-\x1f]*/y;
const NUMBER = /(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][-+]?[0-9]+)?/y;
const MAX_DIGITS = 400;
/** @type {Record<string, string>} */
const ESCAPES = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

/**
 * The value of one JSON text in UTF-8.
 *
 * Throws BadValue for anything but well-formed JSON, for more than `maxBytes` bytes or `maxDepth`
 * levels, for a byte order mark, a repeated or a `__proto__` member, a lone surrogate, minus zero,
 * and for numbers that are not finite doubles.
 * @param {Bytes} data
 * @param {number} [maxBytes]
 * @param {number} [maxDepth]
 * @returns {JsonValue}
 */
export function parse(data, maxBytes = 2_000_000, maxDepth = 64) {
  if (data.length > maxBytes) throw new BadValue(`JSON of more than ${maxBytes} bytes`);
  const [one, two, three] = data;
  const marked = one === 0xef && two === 0xbb && three === 0xbf;
  if (marked || (one === 0xff && two === 0xfe) || (one === 0xfe && two === 0xff)) {
    throw new BadValue("JSON begins with a byte order mark");
  }
  let text;
  try {
    text = fromUtf8(data);
  } catch {
    throw new BadValue("JSON is not UTF-8");
  }
  return new Reader(text, maxDepth).whole();
}

class Reader {
  /**
   * @param {string} text
   * @param {number} maxDepth
   */
  constructor(text, maxDepth) {
    this.text = text;
    this.maxDepth = maxDepth;
    this.at = 0;
  }

  /** @returns {JsonValue} */
  whole() {
    const value = this.value(0);
    this.take(SPACE);
    if (this.at !== this.text.length) throw this.broken("something stands behind it");
    return value;
  }

  /**
   * @param {number} depth
   * @returns {JsonValue}
   */
  value(depth) {
    this.take(SPACE);
    const letter = this.text[this.at];
    if (letter === "{") return this.object(depth + 1);
    if (letter === "[") return this.array(depth + 1);
    if (letter === '"') return this.string();
    for (const [word, value] of /** @type {[string, JsonValue][]} */ (WORDS)) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    return this.number();
  }

  /**
   * @param {number} depth
   * @returns {JsonObject}
   */
  object(depth) {
    this.deeper(depth);
    /** @type {JsonObject} */
    const members = Object.create(null);
    if (this.closed("}")) return members;
    do {
      this.take(SPACE);
      if (this.text[this.at] !== '"') throw this.broken("a member has no name");
      const name = this.string();
      if (name === "__proto__") throw new BadValue("JSON object has a member __proto__");
      if (Object.hasOwn(members, name)) throw new BadValue("JSON object names a member twice");
      this.take(SPACE);
      if (this.text[this.at] !== ":") throw this.broken("a member has no value");
      this.at += 1;
      members[name] = this.value(depth);
    } while (this.more("}"));
    return members;
  }

  /**
   * @param {number} depth
   * @returns {JsonValue[]}
   */
  array(depth) {
    this.deeper(depth);
    /** @type {JsonValue[]} */
    const items = [];
    if (this.closed("]")) return items;
    do {
      items.push(this.value(depth));
    } while (this.more("]"));
    return items;
  }

  string() {
    this.at += 1;
    let text = "";
    for (;;) {
      text += this.take(PLAIN);
      const letter = this.text[this.at];
      if (letter === '"') break;
      if (letter !== "\\") throw this.broken("a text is not ended or has a control character");
      const escape = this.text[this.at + 1] ?? "";
      const digits = this.text.slice(this.at + 2, this.at + 6);
      if (escape === "u" && /^[0-9a-fA-F]{4}$/.test(digits)) {
        text += String.fromCharCode(parseInt(digits, 16));
        this.at += 6;
      } else if (Object.hasOwn(ESCAPES, escape)) {
        text += ESCAPES[escape];
        this.at += 2;
      } else {
        throw this.broken("a text has an unknown escape");
      }
    }
    this.at += 1;
    if (/\p{Surrogate}/u.test(text)) throw new BadValue("JSON string with a lone surrogate");
    return text;
  }

  number() {
    NUMBER.lastIndex = this.at;
    const match = NUMBER.exec(this.text);
    if (!match) throw this.broken("a value is missing");
    this.at = NUMBER.lastIndex;
    const [whole, digits = "", fraction, exponent] = match;
    const number = Number(whole);
    if (Object.is(number, -0)) throw new BadValue("JSON has the number minus zero");
    if (fraction === undefined && exponent === undefined) {
      if (digits.length > MAX_DIGITS) {
        throw new BadValue(`JSON has a number of more than ${MAX_DIGITS} digits`);
      }
      return Number.isSafeInteger(number) ? number : BigInt(digits);
    }
    if (!Number.isFinite(number)) {
      throw new BadValue("JSON has a number beyond the range of doubles");
    }
    return number;
  }

  /** @param {number} depth */
  deeper(depth) {
    this.at += 1;
    if (depth > this.maxDepth) {
      throw new BadValue(`JSON nested deeper than ${this.maxDepth} levels`);
    }
  }

  /** @param {string} end */
  closed(end) {
    this.take(SPACE);
    if (this.text[this.at] !== end) return false;
    this.at += 1;
    return true;
  }

  /** @param {string} end */
  more(end) {
    if (this.closed(end)) return false;
    if (this.text[this.at] !== ",") throw this.broken("a comma or an end is missing");
    this.at += 1;
    return true;
  }

  /** @param {RegExp} sticky */
  take(sticky) {
    sticky.lastIndex = this.at;
    const found = sticky.exec(this.text)?.[0] ?? "";
    this.at += found.length;
    return found;
  }

  /** @param {string} why */
  broken(why) {
    return new BadValue(`${why}, at character ${this.at + 1}`);
  }
}

const WORDS = [
  ["true", true],
  ["false", false],
  ["null", null],
];
