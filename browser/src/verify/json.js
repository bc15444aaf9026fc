// JSON from strangers, read strictly, and its canonical form (RFC 8785, JCS).
// I-JSON (RFC 7493) and a little more: what one parser keeps and another drops is refused.

/** @typedef {import("./finding.js").JsonValue} JsonValue */
/** @typedef {import("./finding.js").JsonObject} JsonObject */

const TOKEN =
  /[ \t\n\r]*([{}[\]:,]|"[^"\\]*(?:\\.[^"\\]*)*"|-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?|true|false|null)/sy;
const MAX_DEPTH = 64;
const MAX_DIGITS = 400;

/** What is not JSON that every program reads alike. */
export class BadJson extends Error {}

/**
 * The value of one JSON text in UTF-8.
 *
 * Throws BadJson for anything but well-formed JSON, for a byte order mark, a repeated or a
 * `__proto__` member, a lone surrogate, minus zero, numbers that are no finite doubles, and more
 * than 64 levels. A whole number beyond 2^53 is a bigint, which has no canonical form.
 * @param {Uint8Array} data
 * @returns {JsonValue}
 */
export function parse(data) {
  /** @type {string} */
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    throw new BadJson();
  }
  const token = new RegExp(TOKEN);
  let end = 0;
  let match = token.exec(text);
  const next = () => {
    const now = match;
    if (!now) throw new BadJson();
    end = token.lastIndex;
    match = token.exec(text);
    return now;
  };
  /** @returns {string | undefined} */
  const ahead = () => match?.[1];

  /**
   * @param {number} depth
   * @returns {JsonValue}
   */
  const value = (depth) => {
    const [, found = "", fraction, exponent] = next();
    if (found === "{" || found === "[") {
      if (depth >= MAX_DEPTH) throw new BadJson();
      return found === "[" ? list(depth + 1) : object(depth + 1);
    }
    if (found[0] === '"') return string(found);
    if (found === "true") return true;
    if (found === "false") return false;
    if (found === "null") return null;
    if (!/[0-9]/.test(found)) throw new BadJson();
    const number = Number(found);
    if (Object.is(number, -0)) throw new BadJson();
    if (fraction || exponent) {
      if (!Number.isFinite(number)) throw new BadJson();
      return number;
    }
    if (found.length > MAX_DIGITS) throw new BadJson();
    return Number.isSafeInteger(number) ? number : BigInt(found);
  };

  /** @param {number} depth */
  const list = (depth) => {
    /** @type {JsonValue[]} */
    const items = [];
    if (ahead() === "]") next();
    else
      do items.push(value(depth));
      while (more("]"));
    return items;
  };

  /** @param {number} depth */
  const object = (depth) => {
    /** @type {JsonObject} */
    const members = Object.create(null);
    if (ahead() === "}") next();
    else
      do {
        const [, quoted = ""] = next();
        const name = quoted[0] === '"' ? string(quoted) : "__proto__";
        if (name in members || name === "__proto__" || next()[1] !== ":") throw new BadJson();
        members[name] = value(depth);
      } while (more("}"));
    return members;
  };

  /** @param {string} closing */
  const more = (closing) => {
    const [, found] = next();
    if (found !== closing && found !== ",") throw new BadJson();
    return found === ",";
  };

  const whole = value(0);
  if (/[^ \t\n\r]/.test(text.slice(end))) throw new BadJson();
  return whole;
}

/**
 * The canonical form of a value, as text.
 * @param {JsonValue} value
 * @returns {string}
 */
export function canonical(value) {
  if (typeof value === "bigint") throw new BadJson();
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.keys(value).sort();
  // The names are the object's own, so that each has a value.
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(value[name] ?? null)}`).join()}}`;
}

/** @param {string} quoted */
function string(quoted) {
  try {
    /** @type {string} */
    const text = JSON.parse(quoted);
    // Refuses a lone surrogate.
    encodeURIComponent(text);
    return text;
  } catch {
    throw new BadJson();
  }
}
