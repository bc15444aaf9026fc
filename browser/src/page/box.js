// The status box of an award, and the steps below it, in words.

import { phrase } from "./site.js";

/** @typedef {import("../verify/verdict.js").Verdict} Verdict */
/** @typedef {import("../verify/finding.js").Finding} Finding */
/** @typedef {Record<string, string>} Words */
/** @typedef {import("./site.js").Site} Site */

/** @type {Record<string, string>} The sign of each state, in a square of 24. */
const SIGNS = {
  valid: "M12 3l7.500 2.500V11c0 5-3.500 8.500-7.500 10-4-1.500-7.500-5-7.500-10V5.500zM8.500 11.500l2.500 2.500 4.500-5",
  expired: "M12 3a9 9 0 100 18 9 9 0 000-18zM12 6.500V12l3.500 2.500",
  revoked: "M12 3a9 9 0 100 18 9 9 0 000-18zM8.500 8.500l7 7M15.500 8.500l-7 7",
  suspended: "M12 3a9 9 0 100 18 9 9 0 000-18zM9.500 8v8M14.500 8v8",
  superseded: "M12 3a9 9 0 100 18 9 9 0 000-18zM7.500 12h9M13 8.500l3.500 3.500-3.500 3.500",
  altered: "M12 3l9.500 17h-19zM12 9v5M12 16.700v.3",
  unknown: "M12 3a9 9 0 100 18 9 9 0 000-18zM9.500 9.500a2.500 2.500 0 114 2c-1 .7-1.500 1.200-1.500 2.500M12 16.700v.3",
  foreign: "M11 5H5v14h14v-6M14 4h6v6M20 4l-9 9",
};
/** @type {Record<string, string>} */
const SAME_SIGN = { "not-yet-valid": "expired" };
/** Steps that readers see, and those that are named only where they did not hold. */
const SHOWN = ["signature", "issuer-key", "status", "dates", "register"];
const ONLY_IF_NOT = ["readable", "well-formed"];
const LABEL = "browser.label.";
const STEP = "browser.step.";

/**
 * How a page says things: its words, and how its language writes days and numbers.
 * @param {Words} words
 * @param {Site} site
 */
export function voice(words, { locale, zone }) {
  const days = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: zone });
  const numbers = new Intl.NumberFormat(locale);
  /** @param {string | number} moment */
  const day = (moment) => {
    // A day without a time is that day in every zone.
    const [year, month, date] = `${moment}`.split("-").map(Number);
    const noon = new Date(year ?? 0, (month ?? 1) - 1, date);
    return /^\d{4}-\d\d-\d\d$/.test(`${moment}`)
      ? new Intl.DateTimeFormat(locale, { dateStyle: "long" }).format(noon)
      : days.format(new Date(moment));
  };
  return {
    day,
    number: (/** @type {number} */ number) => numbers.format(number),
    /**
     * @param {string} key
     * @param {Record<string, string | Node>} [parts]
     */
    say: (key, parts) => phrase(words[key], parts),
    has: (/** @type {string} */ key) => key in words,
    text: (/** @type {string} */ key) => words[key] ?? "",
  };
}

/** @typedef {ReturnType<typeof voice>} Voice */

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
 * Puts the verdict where the build's own word stood.
 * @param {HTMLElement} box
 * @param {string} state
 * @param {(string | Node)[]} sentence
 * @param {(string | Node)[] | null} more paragraphs; null says again what the build wrote
 */
export function show(box, state, sentence, more) {
  box.dataset["verdict"] = state;
  box.dataset["state"] = state;
  const sign = document.createElementNS("http://www.w3.org/2000/svg", "path");
  sign.setAttribute("d", SIGNS[SAME_SIGN[state] ?? state] ?? "");
  box.querySelector("svg")?.replaceChildren(sign);
  const line = box.querySelector(".sentence");
  if (!line) return;
  line.replaceChildren(...sentence);
  const written = [...(line.parentElement?.children ?? [])].slice(1);
  const rest = more?.map((each) => element("p", each)) ?? written.map((each) => each.cloneNode(true));
  line.parentElement?.replaceChildren(line, ...rest);
}

/**
 * The sentence of one finding.
 * @param {Voice} voice
 * @param {Finding} finding
 * @param {string} host
 */
export function told({ say, day, number }, { detail, parts = {} }, host) {
  /** @type {Record<string, string | Node>} */
  const shown = { host: element("bdi", host) };
  for (const [name, value] of Object.entries(parts)) {
    if (name === "number") shown[name] = number(Number(value));
    else shown[name] = name === "key" ? element("code", short(`${value}`)) : day(value);
  }
  return say(STEP + detail, shown);
}

/** @param {string} keys in multibase, with spaces between */
const short = (keys) => keys.replace(/\b(\w{8})\w+(\w{4})\b/g, "$1…$2");

/**
 * The steps, a line each.
 * @param {Voice} voice
 * @param {Verdict} verdict
 * @param {string} host
 */
export function stepList(voice, { steps }, host) {
  const list = element("ul");
  list.className = "checks";
  for (const step of steps) {
    const names = step.outcome === "held" ? SHOWN : [...SHOWN, ...ONLY_IF_NOT];
    if (!names.includes(step.name)) continue;
    const label = voice.say(LABEL + step.name, { host: element("bdi", host) });
    const line = element("li", element("strong", label), " ", told(voice, step, host));
    line.dataset["step"] = step.name;
    line.dataset["outcome"] = step.outcome;
    list.append(line);
  }
  return list;
}
