// Well-formed XML in UTF-8, read as text: what stands where in a drawing. The browser's own parser
// makes a document, which the policy of the page forbids; this one makes nothing.
import { BrokenPicture } from "./errors.js";

const NAME = "[A-Za-z_\\u0080-\\u{10ffff}][\\w.\\-\\u00b7-\\u{10ffff}]*";
const QNAME = new RegExp(`^(?:(${NAME}):)?(${NAME})$`, "u");
const TAG_NAME = /[^\s/>]+/y;
const ATTRIBUTE = /\s+([^\s=/>]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const TAG_END = /\s*(\/?)>/y;
const END_TAG = /([^\s>]+)\s*>/y;
const REFERENCE = /&(?:#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6})|([A-Za-z]+));|&/g;
const FORBIDDEN = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/u;
const XML = "http://www.w3.org/XML/1998/namespace";
/** @type {Map<string, string>} */
const ENTITIES = new Map([["lt", "<"], ["gt", ">"], ["amp", "&"], ["quot", '"'], ["apos", "'"]]);
const MAX_DEPTH = 1_000;

/**
 * @typedef {object} Handler
 * @property {(name: string, namespace: string, attributes: Map<string, string>, depth: number) => void} start
 * @property {(depth: number) => void} end
 * @property {(text: string) => void} text
 */

/**
 * Read a document; throws BrokenPicture for what is not well-formed, and for declarations inside its
 * document type (entities multiply, defaults differ between programs).
 * @param {string} source
 * @param {Handler} handler
 */
export function read(source, handler) {
  new Reader(source.replaceAll("\r\n", "\n").replaceAll("\r", "\n"), handler).document();
}

class Reader {
  /**
   * @param {string} source
   * @param {Handler} handler
   */
  constructor(source, handler) {
    this.source = source;
    this.handler = handler;
    this.at = 0;
    /** @type {{name: string, declared: string[]}[]} */
    this.open = [];
    /** @type {Map<string, string[]>} What each prefix stands for, the innermost last. */
    this.prefixes = new Map([["xml", [XML]]]);
    this.roots = 0;
    this.typed = false;
  }

  document() {
    if (FORBIDDEN.test(this.source)) throw broken();
    const declaration = /^<\?xml\s[^>]*?\?>/.exec(this.source)?.[0] ?? "";
    const encoding = /\sencoding\s*=\s*["']([^"']*)["']/.exec(declaration)?.[1] ?? "utf-8";
    if (!/^(?:utf-8|us-ascii)$/i.test(encoding)) throw new BrokenPicture("is not written in UTF-8");
    this.at = declaration.length;
    while (this.at < this.source.length) {
      const next = this.source.indexOf("<", this.at);
      this.#text(this.source.slice(this.at, next < 0 ? this.source.length : next));
      if (next < 0) break;
      this.at = next;
      this.#markup();
    }
    if (this.open.length || this.roots !== 1) throw broken();
  }

  #markup() {
    if (this.#past("<!--")) {
      const comment = this.#until("-->");
      if (comment.includes("--") || comment.endsWith("-")) throw broken();
    } else if (this.#past("<![CDATA[")) {
      if (!this.open.length) throw broken();
      this.handler.text(this.#until("]]>"));
    } else if (this.#past("<?")) {
      if (!/^(?!xml\s)[A-Za-z_][\w.\-:]*(?:\s|$)/i.test(this.#until("?>"))) throw broken();
    } else if (this.#past("<!DOCTYPE")) {
      this.#documentType();
    } else if (this.#past("</")) {
      this.#endTag();
    } else {
      this.at += 1;
      this.#startTag();
    }
  }

  #documentType() {
    if (this.roots || this.typed) throw broken();
    this.typed = true;
    const rest = this.source.slice(this.at);
    const form = /^\s+[^\s<>[\]"']+(?:\s+(?:SYSTEM|PUBLIC\s+(?:"[^"]*"|'[^']*'))\s+(?:"[^"]*"|'[^']*'))?\s*([>[])/.exec(rest);
    if (!form) throw broken();
    if (form[1] === "[") {
      throw new BrokenPicture("has a document type with declarations of its own");
    }
    this.at += form[0].length;
  }

  #startTag() {
    const name = this.#match(TAG_NAME)[0];
    /** @type {Map<string, string>} */
    const given = new Map();
    for (;;) {
      ATTRIBUTE.lastIndex = this.at;
      const found = ATTRIBUTE.exec(this.source);
      if (!found) break;
      this.at = ATTRIBUTE.lastIndex;
      const [, attribute = "", double, single] = found;
      if (given.has(attribute)) throw broken();
      given.set(attribute, resolved((double ?? single ?? "").replace(/[\t\n]/g, " ")));
    }
    const empty = this.#match(TAG_END)[1] === "/";
    if (!this.open.length && this.roots) throw broken();
    if (this.open.length >= MAX_DEPTH) throw broken();
    /** @type {string[]} */
    const declared = [];
    for (const [attribute, value] of given) {
      if (attribute !== "xmlns" && !attribute.startsWith("xmlns:")) continue;
      const prefix = attribute.slice(6);
      const odd = !value || prefix === "xmlns" || (prefix === "xml") !== (value === XML);
      if (prefix && odd) throw broken();
      declared.push(prefix);
      const outer = this.prefixes.get(prefix);
      if (outer) outer.push(value);
      else this.prefixes.set(prefix, [value]);
    }
    /** @type {Map<string, string>} */
    const attributes = new Map();
    for (const [attribute, value] of given) {
      if (attribute === "xmlns" || attribute.startsWith("xmlns:")) continue;
      const [prefix, local] = parts(attribute);
      const full = prefix ? `${this.#namespace(prefix)} ${local}` : local;
      if (attributes.has(full)) throw broken();
      attributes.set(full, value);
    }
    const [prefix, local] = parts(name);
    const namespace = prefix ? this.#namespace(prefix) : (this.prefixes.get("")?.at(-1) ?? "");
    this.open.push({ name, declared });
    this.roots += this.open.length === 1 ? 1 : 0;
    this.handler.start(local, namespace, attributes, this.open.length);
    if (empty) this.#close();
  }

  #endTag() {
    const name = this.#match(END_TAG)[1];
    if (this.open.at(-1)?.name !== name) throw broken();
    this.#close();
  }

  #close() {
    this.handler.end(this.open.length);
    for (const prefix of this.open.pop()?.declared ?? []) this.prefixes.get(prefix)?.pop();
  }

  /** @param {string} text */
  #text(text) {
    if (!this.open.length) {
      if (/[^ \t\n]/.test(text)) throw broken();
      return;
    }
    if (text.includes("]]>")) throw broken();
    if (text) this.handler.text(resolved(text));
  }

  /** @param {string} prefix */
  #namespace(prefix) {
    const found = this.prefixes.get(prefix)?.at(-1);
    if (found === undefined) throw broken();
    return found;
  }

  /** @param {string} mark */
  #past(mark) {
    if (!this.source.startsWith(mark, this.at)) return false;
    this.at += mark.length;
    return true;
  }

  /** @param {string} mark */
  #until(mark) {
    const end = this.source.indexOf(mark, this.at);
    if (end < 0) throw broken();
    const text = this.source.slice(this.at, end);
    this.at = end + mark.length;
    return text;
  }

  /** @param {RegExp} sticky */
  #match(sticky) {
    sticky.lastIndex = this.at;
    const found = sticky.exec(this.source);
    if (!found) throw broken();
    this.at = sticky.lastIndex;
    return found;
  }
}

/**
 * Prefix and local part of a name.
 * @param {string} name
 * @returns {[string, string]}
 */
function parts(name) {
  const match = QNAME.exec(name);
  if (!match) throw broken();
  return [match[1] ?? "", match[2] ?? ""];
}

/** @param {string} text */
function resolved(text) {
  return text.replace(REFERENCE, (_, decimal, hexadecimal, name) => {
    const point = decimal ? Number(decimal) : hexadecimal ? parseInt(hexadecimal, 16) : null;
    if (point === null) {
      const letter = ENTITIES.get(name);
      if (letter === undefined) throw broken();
      return letter;
    }
    const letter = point <= 0x10ffff ? String.fromCodePoint(point) : "\0";
    if (FORBIDDEN.test(letter)) throw broken();
    return letter;
  });
}

function broken() {
  return new BrokenPicture("is not well-formed XML");
}
