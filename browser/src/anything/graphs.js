// Documents as graphs; the library for it is loaded with the first that needs it.
/** @import {JsonObject} from "./values.js" */
import { BadValue } from "./errors.js";

/**
 * The canonical N-Quads of `document`. Throws BadValue for what cannot be canonicalised safely.
 * @param {JsonObject} document
 * @returns {Promise<string>}
 */
export async function canonicalGraph(document) {
  const { canonicalForm } = await import("./linked-data.js");
  return valueOf(await canonicalForm(document));
}

/**
 * Names of what a signature over the graph of `document` would not cover. Throws BadValue likewise.
 * @param {JsonObject} document
 * @returns {Promise<string[]>}
 */
export async function dataLoss(document) {
  const library = await import("./linked-data.js");
  return valueOf(await library.dataLoss(document));
}

/**
 * @template T
 * @param {import("./linked-data.js").Result<T>} result
 */
function valueOf(result) {
  if ("flaw" in result) throw new BadValue(result.flaw);
  return result.value;
}
