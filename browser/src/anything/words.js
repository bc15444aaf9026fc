// How verdicts write days, sentences, and what strangers wrote; moments are milliseconds since 1970.

const LONGEST = 120;
export const DAY = 86_400_000;
const QUARTER = 900_000;
const HOUR = 3_600_000;
const MONTHS =
  "January February March April May June July August September October November December".split(" ");

/**
 * `14 May 2026`, in UTC.
 * @param {number} moment
 */
export function day(moment) {
  const date = new Date(moment);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/**
 * `14 May 2026` if that day begins at this very moment in UTC, else `14 May 2026, 23:00 UTC`.
 * @param {number} moment
 */
export function instant(moment) {
  return moment % DAY ? `${day(moment)}, ${time(moment)} UTC` : day(moment);
}

/**
 * `2026-05-14 23:00`, in UTC.
 * @param {number} moment
 */
export function minute(moment) {
  return `${isoDay(moment)} ${time(moment)}`;
}

/**
 * `2026-05-14`, in UTC.
 * @param {number} moment
 */
export function isoDay(moment) {
  return new Date(moment).toISOString().slice(0, 10);
}

/**
 * The day that begins at `moment` in its issuer's zone, which the document does not name.
 * @param {number} moment
 */
export function dayBegun(moment) {
  const begun = startOfDay(moment);
  return begun === null ? instant(moment) : day(begun);
}

/**
 * Midnight in UTC of that day; null where the zones of two days have midnight at this moment.
 * @param {number} moment
 */
export function startOfDay(moment) {
  const into = ((moment % DAY) + DAY) % DAY;
  if (into % QUARTER || (into >= 10 * HOUR && into <= 12 * HOUR)) return null;
  return moment - into + (into < 10 * HOUR ? 0 : DAY);
}

/**
 * The text as a sentence: with one mark at its end.
 * @param {string} text
 */
export function ended(text) {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

/**
 * A sentence as the end of another one.
 * @param {string} reason
 */
export function clause(reason) {
  const text = shown(reason).replace(/\.$/, "");
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

/**
 * A stranger's text made safe to print: no control or direction characters, not too long.
 * @param {string} text
 */
export function shown(text) {
  // Names in many scripts are spelt with the two joiners.
  const printable = text.replace(/[^\P{C}\u200c\u200d]|\p{Z}/gu, " ");
  const line = printable.split(" ").filter(Boolean).join(" ");
  const letters = Array.from(line);
  return letters.length <= LONGEST ? line : `${letters.slice(0, LONGEST - 1).join("")}…`;
}

/**
 * `1,204`.
 * @param {number | bigint} number
 */
export function count(number) {
  return number.toLocaleString("en-US");
}

/** @param {number} moment */
function time(moment) {
  return new Date(moment).toISOString().slice(11, 16);
}
