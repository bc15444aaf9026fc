// What one step of verifying came to: an outcome, and a word for why, which pages put into a sentence.

/**
 * @typedef {"held" | "failed" | "not-checked"} Outcome
 *
 * @typedef {object} Finding
 * @property {Outcome} outcome
 * @property {string} detail why, as a word: the sentence is `browser.step.<detail>`
 * @property {Record<string, string | number>} [parts] what fills the gaps of the sentence
 */

/** @typedef {null | boolean | number | bigint | string | JsonValue[] | JsonObject} JsonValue */
/** @typedef {{ [name: string]: JsonValue }} JsonObject */

/** @param {Outcome} outcome */
const finding =
  (outcome) =>
  /**
   * @param {string} detail
   * @param {Record<string, string | number>} [parts]
   * @returns {Finding}
   */
  (detail, parts = {}) => ({ outcome, detail, parts });

export const held = finding("held");
export const failed = finding("failed");
export const unchecked = finding("not-checked");

/** The end of a step before its end. */
export class Stop extends Error {
  /** @param {Finding} finding */
  constructor(finding) {
    super(finding.detail);
    this.finding = finding;
  }
}

/**
 * Ends the step: it failed.
 * @param {string} detail
 * @returns {never}
 */
export function refuse(detail) {
  throw new Stop(failed(detail));
}

/**
 * Ends the step: it cannot be told.
 * @param {string} detail
 * @param {Record<string, string | number>} [parts]
 * @returns {never}
 */
export function leave(detail, parts) {
  throw new Stop(unchecked(detail, parts));
}

/**
 * What was thrown, as a finding; what is no `Stop` is thrown on, since it is a mistake of ours.
 * @param {unknown} error
 * @returns {Finding}
 */
export function caught(error) {
  // Not by its class: files that are loaded later have their own.
  if (error instanceof Error && "finding" in error) return /** @type {Stop} */ (error).finding;
  throw error;
}

/**
 * @param {JsonValue | undefined} value
 * @returns {value is JsonObject}
 */
export const isObject = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * A list as it is, nothing as an empty one, and any other value as a list of one.
 * @param {JsonValue | undefined} value
 * @returns {JsonValue[]}
 */
export const listed = (value) => (Array.isArray(value) ? value : value == null ? [] : [value]);

/**
 * A stranger's text made safe to show: no control or direction characters, not too long.
 * @param {string} text
 */
export function shown(text) {
  const line = text
    .replace(/(?![\u200c\u200d])[\p{C}\p{Z}]+/gu, " ")
    .trim();
  const letters = [...line];
  return letters.length > 120 ? `${letters.slice(0, 119).join("")}…` : line;
}
