// Credentials in SVG pictures: elements of their own namespaces (Open Badges 3.0 and 2.0, baking).
/** @import {Bytes, JsonValue} from "./values.js" */
/** @import {Baked, Edition} from "./baked.js" */
import { refuseLarge, refuseMany } from "./baked.js";
import { BadValue, BrokenPicture } from "./errors.js";
import { canonical } from "./jcs.js";
import { parse } from "./strict-json.js";
import { base64urlDecode } from "./texts.js";
import { equal, fromUtf8, isObject, utf8 } from "./values.js";
import { read } from "./xml.js";

/** @type {Map<string, Edition>} */
const ELEMENTS = new Map([
  ["https://purl.imsglobal.org/ob/v3p0 credential", "3.0"],
  ["http://openbadges.org assertion", "2.0"],
]);
const SVG = "http://www.w3.org/2000/svg svg";

/**
 * Every credential in the picture, in order, also where other programs do not look for one.
 *
 * Throws BrokenPicture for what is no well-formed SVG, and beyond the limits.
 * @param {Bytes} data
 * @returns {Baked[]}
 */
export function find(data) {
  let source;
  try {
    source = fromUtf8(data).replace(/^\ufeff/, "");
  } catch {
    throw new BrokenPicture("is not written in UTF-8");
  }
  /** @type {{edition: Edition, depth: number, verify: string, text: string}[]} */
  const carriers = [];
  /** @type {typeof carriers[number] | null} */
  let inside = null;
  read(source, {
    start(name, namespace, attributes, depth) {
      const full = `${namespace} ${name}`;
      if (depth === 1 && full !== SVG) {
        throw new BrokenPicture("is XML without an <svg> of SVG's own namespace");
      }
      const edition = ELEMENTS.get(full);
      if (edition && !inside) {
        inside = { edition, depth, verify: attributes.get("verify") ?? "", text: "" };
        carriers.push(inside);
        refuseMany(carriers);
      }
    },
    end(depth) {
      if (inside?.depth === depth) inside = null;
    },
    text(text) {
      if (inside) inside.text += text;
    },
  });
  const found = carriers.flatMap((each) => {
    const misplaced = each.depth === 2 ? null : "deep inside the drawing";
    const texts = textsOf(each.edition, each.text.trim(), each.verify.trim());
    return texts.map((text) => ({ edition: each.edition, text: utf8(text), misplaced }));
  });
  refuseMany(found);
  refuseLarge(found);
  return found;
}

/**
 * One text, or both where programs that look into either would show different badges.
 * @param {Edition} edition
 * @param {string} body
 * @param {string} attribute
 */
function textsOf(edition, body, attribute) {
  if (!body || !attribute) return [body || attribute];
  if (edition === "2.0") {
    const said = json(utf8(body));
    if (addresses(said).includes(attribute)) return [body];
    const payload = payloadOf(attribute);
    if (payload !== null && said !== null && equal(canonical(payload), canonical(said))) {
      return [attribute];
    }
  }
  return [attribute, body];
}

/**
 * Where an assertion says that it stands: in Open Badges 2.0, and 1.
 * @param {JsonValue} found
 * @returns {(JsonValue | undefined)[]}
 */
function addresses(found) {
  if (!isObject(found)) return [];
  const verify = found["verification"] ?? found["verify"];
  return [found["id"], isObject(verify) ? verify["url"] : null];
}

/** @param {string} signed */
function payloadOf(signed) {
  const parts = signed.split(".");
  try {
    return parts.length === 3 ? json(base64urlDecode(parts[1] ?? "")) : null;
  } catch {
    return null;
  }
}

/** @param {Bytes} data */
function json(data) {
  try {
    return parse(data);
  } catch (error) {
    if (error instanceof BadValue) return null;
    throw error;
  }
}
