// What is found inside a picture that carries a credential, and where pictures end being readable.
/** @import {Bytes} from "./values.js" */
import { BrokenPicture } from "./errors.js";
import { count } from "./words.js";

/** Bytes of a picture that is looked into. */
export const MAX_PICTURE = 10_000_000;
/** Bytes of one credential inside a picture. */
export const MAX_TEXT = 2_000_000;
const MAX_FOUND = 8;

/**
 * @typedef {"2.0" | "3.0"} Edition whose mark the credential carries
 * @typedef {{edition: Edition, text: Bytes, misplaced: string | null}} Baked a credential as it was
 * found; `misplaced`: where it stands, if other programs do not look there
 */

/** @param {unknown[]} found */
export function refuseMany(found) {
  if (found.length > MAX_FOUND) {
    throw new BrokenPicture(`holds more than ${MAX_FOUND} credentials`);
  }
}

/** @param {Baked[]} found */
export function refuseLarge(found) {
  if (found.some((each) => each.text.length > MAX_TEXT)) {
    throw new BrokenPicture(`holds a credential of more than ${count(MAX_TEXT)} bytes`);
  }
}
