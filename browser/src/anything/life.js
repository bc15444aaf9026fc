// What an issuer's site says in `state.json` beside an award: withdrawn, or replaced, when and why. It
// is not signed, and believed only to say better why a signed list marks the document.
/** @import {Bytes, JsonObject, JsonValue} from "./values.js" */
import { BadValue, Malformed } from "./errors.js";
import { instant } from "./fields.js";
import { parse } from "./strict-json.js";
import { has, isObject } from "./values.js";

/** Bytes of it that are read. */
export const MAX_STATE = 100_000;
const AWARD_ID = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/;
const CHANGES = ["corrected", "renewed", "suspended", "reinstated", "revoked"];
/** @type {Map<string, string>} */
const CODES = new Map([
  ["issued-in-error", "Issued in error"],
  ["requirements-not-met", "The requirements were not met"],
  ["misconduct", "Misconduct"],
  ["superseded", "Another award took its place"],
  ["requested-by-recipient", "At the recipient's own wish"],
  ["key-compromise", "Its key was lost or stolen"],
  ["under-review", "Under review"],
]);

/**
 * A step in the life of an award: its day, and why, with the words of its code.
 * @typedef {{change: string, day: number, reason: string, inFull: string, replacedBy: string | null}} Event
 * @typedef {{withdrawal: Event | null, replaced: {issued: number, event: Event}[]}} State
 */

/**
 * Throws BadValue for what testamur would not have written there.
 * @param {Bytes} data
 * @returns {State}
 */
export function readState(data) {
  const state = parse(data, MAX_STATE);
  if (!isObject(state)) throw new BadValue("a state is an object");
  const word = state["state"];
  if (word !== "active" && word !== "revoked" && word !== "suspended") {
    throw new BadValue("an award is active, suspended or revoked");
  }
  const listed = has(state, "replaced") ? state["replaced"] : [];
  if (!Array.isArray(listed)) throw new BadValue("the versions that were replaced are a list");
  return {
    withdrawal: word === "active" ? null : eventOf(state, word),
    replaced: listed.map(replacedOf),
  };
}

/** @param {JsonValue} value */
function replacedOf(value) {
  if (!isObject(value) || !CHANGES.includes(String(value["change"]))) {
    throw new BadValue("a version that was replaced is an object with a change");
  }
  return { issued: moment(value["issued"]), event: eventOf(value, String(value["change"])) };
}

/**
 * @param {JsonObject} said
 * @param {string} change
 * @returns {Event}
 */
function eventOf(said, change) {
  const reason = said["reason"];
  if (typeof reason !== "string") throw new BadValue("a step has a reason");
  const words = CODES.get(String(said["code"]));
  const successor = String(said["replaced_by"]);
  return {
    change,
    day: moment(`${said["date"]}T00:00:00Z`),
    reason,
    inFull: words && words !== reason ? `${words}: ${reason}` : reason,
    replacedBy: AWARD_ID.test(successor) ? successor : null,
  };
}

/** @param {JsonValue | undefined} value */
function moment(value) {
  try {
    return instant(value, "date");
  } catch (error) {
    if (error instanceof Malformed) throw new BadValue(error.message);
    throw error;
  }
}
