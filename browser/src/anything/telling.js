// A verdict in the words of the page. "Valid", and its sign, are for the site's own badges alone.
/** @import {Site} from "../page/site.js" */
/** @import {Part, Summary, Verdict} from "./verdict.js" */
/** @import {Sayer} from "./words-of-page.js" */
import { startOfDay } from "./words.js";
import { element } from "./words-of-page.js";

/** @typedef {{state: string, sentence: (string | Node)[], below: Node[]}} Told */

/**
 * @param {Sayer} say
 * @param {Verdict} verdict
 * @param {Verdict | null} alone of another issuer's badge, what it is by itself
 * @param {Site} site
 * @returns {Told}
 */
export function telling(say, verdict, alone, site) {
  const judged = alone ?? verdict;
  const preview = !alone && site.root !== `${site.base}/`;
  const [sentence, ...more] = alone ? foreign(say, alone) : own(say, verdict);
  if (preview) sentence?.unshift(element("strong", say("anything.preview")), " ");
  const host = new URL(site.base).host;
  const notes = preview ? [say("anything.preview-what", { domain: element("bdi", host) })] : [];
  return {
    state: verdict.word,
    sentence: sentence ?? [],
    below: [
      element("div", ...[...more, ...notes].map((each) => element("p", ...[each].flat()))),
      said(say, judged),
      ...parts(say, judged.parts),
      steps(say, judged),
    ],
  };
}

/**
 * @param {Sayer} say
 * @param {Verdict} verdict
 * @returns {(string | Node)[][]}
 */
function own(say, { word, summary }) {
  const heading = element("strong", lead(say, word, summary));
  if (word === "altered") return [[heading]];
  if (word === "unknown") return [[heading]];
  const lines = [[heading, " ", issued(say, summary)]];
  if (summary.wordOf) lines.push([say("anything.own-word", { domain: host(summary.wordOf) })]);
  return lines;
}

/**
 * @param {Sayer} say
 * @param {string} word
 * @param {Summary} summary
 */
function lead(say, word, { expires, issued: begins, withdrawn }) {
  const date = word === "expired" ? expires : begins;
  if (word === "revoked" && withdrawn != null) {
    return say("anything.revoked-on", { date: say.day(withdrawn) });
  }
  if (word === "suspended" && withdrawn != null) {
    return say("anything.suspended-since", { date: say.day(withdrawn) });
  }
  return say(`anything.own-${word}`, date == null ? {} : { date: say.day(date) });
}

/**
 * @param {Sayer} say
 * @param {Summary} summary
 */
function issued(say, { recipient, issuer, domain, issued: when, endorses }) {
  const gaps = {
    name: element("bdi", recipient ?? ""),
    issuer: element("bdi", issuer ?? ""),
    domain: host(domain ?? ""),
    date: when == null ? "" : say.day(when),
  };
  if (endorses) return say("anything.own-endorsement", gaps);
  return say(recipient ? "anything.own-said" : "anything.own-nameless", gaps);
}

/**
 * @param {Sayer} say
 * @param {Verdict} alone
 * @returns {(string | Node)[][]}
 */
function foreign(say, alone) {
  const { word, summary } = alone;
  const where = summary.domain ?? summary.wordOf ?? "";
  const named = () => ({ domain: host(where) });
  const confirmed = ["signature", "issuer-key"].every((name) => alone.outcome(name) === "held");
  const known = confirmed ? "foreign" : "foreign-named";
  const key = summary.byKeyAlone ? "foreign-key" : where ? known : "foreign-nobody";
  const date = word === "expired" ? summary.expires : word === "not-yet-valid" ? summary.issued : null;
  const lines = [
    [element("strong", say(`anything.${key}`, named()))],
    [say(`anything.alone-${word}`, date == null ? {} : { date: say.day(date) })],
  ];
  if (summary.wordOf && confirmed) lines.push([say("anything.alone-word", named())]);
  if (where) lines.push([say("anything.foreign-judge", named())]);
  return lines;
}

/**
 * What the document says of itself, as far as it may be repeated.
 * @param {Sayer} say
 * @param {Verdict} verdict
 */
function said(say, { word, summary }) {
  const list = element("dl");
  list.className = "facts";
  const { awarded, newest, successor } = summary;
  const day = awarded == null ? summary.issued : (startOfDay(awarded) ?? awarded);
  /** @type {[string, string | Node | null | undefined][]} */
  const facts = [
    ["credential", summary.credential],
    ["recipient", summary.recipient],
    ["issuer", summary.issuer],
    ["issued", day == null ? null : say.day(day)],
    ["expires", summary.expires == null ? null : say.day(summary.expires)],
    ["reason", summary.reason],
    ["newest", newest ?? successor],
  ];
  for (const [name, value] of facts) {
    if (!value) continue;
    const label = element("dt", say(`anything.${name}`));
    const shown = element("dd", typeof value === "string" ? element("bdi", value) : value);
    list.append(element("div", label, shown));
  }
  if (!list.childElementCount || word === "altered") return element("div");
  return element("section", element("h2", say("anything.says")), list);
}

/**
 * @param {Sayer} say
 * @param {Part[]} all
 */
function parts(say, all) {
  if (!all.length) return [];
  const list = element("ul");
  list.className = "evidence";
  for (const { what, verdict, note, stands } of all) {
    const words = [say(`anything.part-${what}`), " · ", say(`anything.${stands ? "stands" : "falls"}`)];
    const sentence = [verdict.sentence(), note].filter(Boolean).join(" ");
    list.append(element("li", element("p", element("strong", ...words)), inEnglish(sentence)));
  }
  return [element("section", element("h2", say("anything.inside")), list)];
}

/**
 * @param {Sayer} say
 * @param {Verdict} verdict
 */
function steps(say, { steps: all, summary }) {
  const list = element("ol");
  list.className = "checks";
  for (const { name, outcome, detail } of all) {
    const where = summary.domain ?? summary.wordOf;
    const label =
      name === "issuer-key" && !where
        ? say("anything.key-of")
        : say(`anything.step-${name}`, { host: host(where ?? "") });
    const mark = element("span", say(`anything.${outcome}`));
    mark.className = "mark";
    const line = element("li", element("strong", label), " ", mark, inEnglish(detail));
    line.dataset["step"] = name;
    line.dataset["outcome"] = outcome;
    list.append(line);
  }
  const heading = element("h2", say("anything.steps"));
  return element("section", heading, element("p", element("small", say("anything.detail"))), list);
}

/**
 * What the verifier says, which speaks the language of our command.
 * @param {string} sentence
 */
function inEnglish(sentence) {
  const line = element("p", sentence);
  line.lang = "en";
  line.dir = "ltr";
  return line;
}

/** @param {string} name */
function host(name) {
  const made = element("bdi", name);
  made.className = "domain";
  return made;
}
