// How the page says things: its sentences, days, elements and signs.
import { phrase } from "../page/site.js";

/**
 * @typedef {((key: string, parts?: Record<string, string | Node>) => DocumentFragment) & {day: (moment: number) => string}} Sayer
 */

/** @type {Record<string, string>} The sign of each state, in a square of 24. */
const SIGNS = {
  valid: "M12 3l7.5 2.5V11c0 5-3.5 8.5-7.5 10-4-1.500-7.500-5-7.500-10V5.500zM8.500 11.500l2.500 2.500 4.500-5",
  expired: "M12 3a9 9 0 100 18 9 9 0 000-18zM12 6.500V12l3.500 2.500",
  "not-yet-valid": "M12 3a9 9 0 100 18 9 9 0 000-18zM12 6.500V12l3.500 2.500",
  revoked: "M12 3a9 9 0 100 18 9 9 0 000-18zM8.500 8.500l7 7M15.500 8.500l-7 7",
  suspended: "M12 3a9 9 0 100 18 9 9 0 000-18zM9.500 8v8M14.500 8v8",
  superseded: "M12 3a9 9 0 100 18 9 9 0 000-18zM7.500 12h9M13 8.500l3.500 3.500-3.500 3.500",
  altered: "M12 3l9.500 17h-19zM12 9v5M12 16.700v.3",
  unknown: "M12 3a9 9 0 100 18 9 9 0 000-18zM9.500 9.500a2.500 2.500 0 114 2c-1 .7-1.500 1.200-1.500 2.500M12 16.700v.3",
  foreign: "M11 5H5v14h14v-6M14 4h6v6M20 4l-9 9",
  waiting: "M5 12h.01M12 12h.01M19 12h.01",
};

/** @param {string} state */
export function sign(state) {
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", SIGNS[state] ?? "");
  return path;
}

/**
 * @param {Record<string, string>} words
 * @param {string} locale
 * @returns {Sayer}
 */
export function sayer(words, locale) {
  const days = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
  /** @param {string} key @param {Record<string, string | Node>} [parts] */
  const say = (key, parts) => phrase(words[key], parts);
  return Object.assign(say, { day: (/** @type {number} */ moment) => days.format(moment) });
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {...(string | Node)} content
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, ...content) {
  const made = document.createElement(tag);
  made.append(...content);
  return made;
}

/**
 * @param {HTMLElement} result
 * @param {string} state
 * @param {Node} mark
 * @param {(string | Node)[]} sentence
 * @param {Node[]} below
 */
export function show(result, state, mark, sentence, below) {
  const box = result.querySelector(".verdict");
  if (box instanceof HTMLElement) {
    box.dataset["verdict"] = state;
    box.dataset["state"] = state;
  }
  result.querySelector("svg")?.replaceChildren(mark);
  result.querySelector(".sentence")?.replaceChildren(...sentence);
  result.querySelector(".found")?.replaceChildren(...below);
}

/**
 * A part of the page for the answer, at its end.
 * @param {HTMLElement} place
 */
export function answerIn(place) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const said = { viewBox: "0 0 24 24", width: "40", height: "40", "aria-hidden": "true" };
  for (const [name, value] of Object.entries(said)) svg.setAttribute(name, value);
  const sentence = element("p");
  sentence.className = "sentence";
  const box = element("div", svg, element("div", sentence));
  box.className = "verdict";
  box.setAttribute("role", "status");
  const found = element("div");
  found.className = "found";
  const answer = element("section", box, found);
  answer.className = "answer";
  answer.ariaLabel = place.dataset["result"] ?? "";
  place.append(answer);
  return answer;
}
