// How the word of a verdict follows from its findings, the gravest first.

/**
 * @typedef {"valid" | "altered" | "expired" | "not-yet-valid" | "revoked" | "suspended"
 *   | "superseded" | "foreign" | "unknown"} Word
 *
 * @typedef {import("./finding.js").Finding & { name: string }} Step
 *
 * @typedef {object} Verdict as `testamur verify --format json` prints it, but for sentences
 * @property {Word} verdict
 * @property {Step[]} steps
 * @property {string | null} recipient
 * @property {string | null} credential
 * @property {string | null} issuer
 * @property {string | null} domain
 * @property {string | null} issued
 * @property {string | null} expires
 * @property {string | null} awarded
 * @property {string | null} since day on which it was revoked, suspended or replaced
 * @property {string | null} reason
 * @property {string | null} code
 * @property {string | null} change
 * @property {string | null} newest
 * @property {string | null} successor
 */

/** Every verdict has these steps, in this order. */
export const STEPS = [
  "readable",
  "well-formed",
  "signature",
  "issuer-key",
  "dates",
  "status",
  "recipient",
  "register",
];

/**
 * @param {Step[]} steps all of them
 * @param {{ foreign?: boolean, fate?: Word | null, date?: Word | null, asked?: boolean }} known
 * @returns {Word}
 */
export function decide(steps, { foreign, fate, date, asked }) {
  const outcome = Object.fromEntries(steps.map((step) => [step.name, step.outcome]));
  const genuine = STEPS.slice(0, 4);
  const allHeld = (/** @type {string[]} */ names) => names.every((name) => outcome[name] === "held");
  if ([...genuine, "recipient", "register"].some((name) => outcome[name] === "failed")) return "altered";
  if (foreign) return "foreign";
  if (!allHeld(genuine)) return "unknown";
  if (fate) return fate;
  if (date) return date;
  return allHeld(["dates", "status", ...(asked ? ["recipient"] : [])]) ? "valid" : "unknown";
}
