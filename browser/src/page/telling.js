// From a verdict to what stands in the status box: the word, the sentence, and what to do.

import { failed } from "../verify/finding.js";
import { element, told } from "./box.js";

/** @typedef {import("./box.js").Voice} Voice */
/** @typedef {import("../verify/verdict.js").Verdict} Verdict */

/**
 * @typedef {object} Told
 * @property {string} state word by which the box is coloured and signed
 * @property {(string | Node)[]} word
 * @property {(string | Node)[]} sentence
 * @property {(string | Node)[]} more a paragraph each
 */

const FAILED = failed("failed");
const CHANGED = ["corrected", "renewed", "reinstated"];

/**
 * What to say where nothing was found out, and why.
 * @param {Voice} voice
 * @param {string | Node} why
 * @returns {Told}
 */
export const nothingFound = ({ say }, why) => ({
  state: "unknown",
  word: [say("browser.unknown")],
  sentence: [why],
  more: [say("browser.unknown-do")],
});

/**
 * @param {Voice} voice
 * @param {Verdict} verdict
 * @param {string} host of the site that this page belongs to
 * @returns {Told}
 */
export function tell(voice, verdict, host) {
  const { say, day } = voice;
  const { verdict: state, steps, reason, since } = verdict;
  const step = (/** @type {string} */ name) => steps.find((each) => each.name === name);
  const at = (/** @type {string} */ name) => day(step(name)?.parts?.["at"] ?? 0);
  // Signed lists are never of tomorrow: it must be the clock here that is wrong.
  if (step("status")?.detail === "list-early" && ["unknown", "not-yet-valid"].includes(state)) {
    return nothingFound(voice, say("browser.clock", { date: at("status") }));
  }
  const first = (/** @type {string} */ outcome) =>
    steps.find((each) => each.outcome === outcome && (outcome !== "failed" || !["dates", "status"].includes(each.name)));
  if (state === "unknown") return nothingFound(voice, told(voice, first("not-checked") ?? FAILED, host));
  if (state === "altered") {
    const why = told(voice, first("failed") ?? FAILED, host);
    return { state, word: [say("browser.altered")], sentence: [why], more: [] };
  }
  if (state === "foreign") {
    const of = element("bdi", verdict.domain ?? "?");
    return { state, word: [say("browser.foreign")], sentence: [say("browser.foreign-what", { domain: of })], more: [] };
  }
  const issued = {
    name: verdict.recipient === null ? say("award.holder") : element("bdi", verdict.recipient),
    issuer: element("bdi", verdict.issuer ?? "?"),
    domain: domain(verdict.domain ?? host),
    date: day(verdict.awarded ?? verdict.issued ?? 0),
  };
  const sentence = [say(state === "valid" ? "verdict.issued" : "verdict.was-issued", issued)];
  /** @type {Told["more"]} */
  const more = [];
  if (reason !== null && state !== "superseded") more.push(say("verdict.reason", { reason: why(voice, verdict) }));
  if (verdict.successor !== null) more.push(say("verdict.replaced-by", { award: link(verdict.successor, say("verdict.successor")) }));
  if (verdict.newest !== null) more.push(link(new URL(".", verdict.newest).href, say("verdict.newest")));
  const dates = { date: since === null ? "" : day(since) };
  /** @type {Record<string, () => DocumentFragment>} */
  const words = {
    valid: () => say("browser.valid"),
    expired: () => say("browser.expired", { date: at("dates") }),
    "not-yet-valid": () => say("browser.not-yet-valid", { date: at("dates") }),
    revoked: () => say(since === null ? "browser.revoked" : "browser.revoked-on", dates),
    suspended: () => say(since === null ? "browser.suspended" : "browser.suspended-since", dates),
    superseded: () =>
      since !== null && CHANGED.includes(verdict.change ?? "")
        ? say(`browser.${verdict.change}-on`, dates)
        : say("browser.superseded", { date: at("status") }),
  };
  return { state, word: [words[state]?.() ?? ""], sentence, more };
}

/**
 * The reason, behind the words of its code where it does not repeat them.
 * @param {Voice} voice
 * @param {Verdict} verdict
 */
function why({ say, has, text }, { reason, code }) {
  const known = `reason.${code}`;
  const given = element("bdi", reason ?? "");
  if (!code || !has(known)) return given;
  return say("verdict.because", { code: text(known), reason: given });
}

/**
 * @param {string} href
 * @param {string | Node} content
 */
function link(href, content) {
  const made = element("a", content);
  made.href = href;
  return made;
}

/**
 * The name that readers are to look for; no label of it is torn apart.
 * @param {string} host
 */
export function domain(host) {
  const [first = "", ...labels] = host.split(".");
  const made = element("b", first, ...labels.flatMap((label) => [element("wbr"), `.${label}`]));
  made.className = "domain";
  return made;
}
