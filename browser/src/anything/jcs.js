// The JSON Canonicalization Scheme (RFC 8785): one sequence of bytes for one JSON value.
/** @import {Bytes, JsonValue} from "./values.js" */
import { BadValue } from "./errors.js";
import { isObject, utf8 } from "./values.js";

/**
 * The canonical form of `value`, in UTF-8. Throws BadValue outside I-JSON.
 * @param {JsonValue} value
 * @returns {Bytes}
 */
export function canonical(value) {
  return utf8(written(value));
}

/**
 * @param {JsonValue | undefined} value
 * @returns {string}
 */
function written(value) {
  if (Array.isArray(value)) return `[${value.map(written).join(",")}]`;
  if (isObject(value)) {
    const members = Object.keys(value).sort();
    return `{${members.map((name) => `${JSON.stringify(name)}:${written(value[name])}`).join(",")}}`;
  }
  if (typeof value === "bigint" || (typeof value === "number" && !Number.isFinite(value))) {
    throw new BadValue("not a value that JCS can represent");
  }
  return JSON.stringify(value ?? null);
}
