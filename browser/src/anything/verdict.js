// What verifying found: eight steps, each held, failed or not checked, and one word for all of them.
import { DAY, day, dayBegun, ended, instant } from "./words.js";

export const STEP_NAMES = /** @type {const} */ ([
  "readable",
  "well-formed",
  "signature",
  "issuer-key",
  "dates",
  "status",
  "recipient",
  "register",
]);

/**
 * @typedef {typeof STEP_NAMES[number]} StepName
 * @typedef {"held" | "failed" | "not-checked"} Outcome
 * @typedef {"valid" | "altered" | "expired" | "not-yet-valid" | "revoked" | "suspended" | "superseded" | "foreign" | "unknown"} Word
 * @typedef {{outcome: Outcome, detail: string}} Finding what one step came to, and why
 * @typedef {{name: StepName, outcome: Outcome, detail: string}} Step
 */

/**
 * What the document says of itself. Believe it only as far as the word goes. Days and moments are
 * milliseconds since 1970.
 * @typedef {object} Summary
 * @property {string | null} [recipient]
 * @property {string | null} [credential]
 * @property {string | null} [issuer]
 * @property {string | null} [domain] what a reader must recognise
 * @property {boolean} [byKeyAlone] nobody vouches for the issuer's name
 * @property {number | null} [issued]
 * @property {number | null} [expires]
 * @property {number | null} [awarded]
 * @property {number | null} [withdrawn]
 * @property {string | null} [reason]
 * @property {string | null} [newest]
 * @property {string | null} [wordOf] host by whose word alone it is known
 * @property {string | null} [successor]
 * @property {string | null} [endorses]
 */

/**
 * A credential inside another, and what came of it by itself.
 * @typedef {{what: "credential" | "endorsement", verdict: Verdict, note: string | null, stands: boolean}} Part
 */

/**
 * @typedef {object} Asked
 * @property {boolean} [foreign] whether it is another issuer's than the one that was asked for
 * @property {Word | null} [fate]
 * @property {Word | null} [date]
 * @property {boolean} [person] whether somebody was named whom it should be made out to
 */

/** @param {string} detail @returns {Finding} */
export const held = (detail) => ({ outcome: "held", detail });
/** @param {string} detail @returns {Finding} */
export const failed = (detail) => ({ outcome: "failed", detail });
/** @param {string} detail @returns {Finding} */
export const notChecked = (detail) => ({ outcome: "not-checked", detail });

/**
 * @param {unknown} value
 * @returns {value is Finding}
 */
export function isFinding(value) {
  return typeof value === "object" && value !== null && "outcome" in value && "detail" in value;
}

/** @param {Finding} finding */
export const isHeld = (finding) => finding.outcome === "held";
/** @param {Finding} finding */
export const isFailed = (finding) => finding.outcome === "failed";

/**
 * The word for the findings of all steps, the gravest first.
 * @param {Record<StepName, Finding>} findings
 * @param {Asked} asked
 * @returns {Word}
 */
export function decide(findings, { foreign, fate, date, person }) {
  /** @type {StepName[]} */
  const genuine = ["readable", "well-formed", "signature", "issuer-key"];
  /** @type {StepName[]} */
  const grave = [...genuine, "recipient", "register"];
  if (grave.some((name) => isFailed(findings[name]))) return "altered";
  if (foreign) return "foreign";
  if (!genuine.every((name) => isHeld(findings[name]))) return "unknown";
  if (fate) return fate;
  if (date) return date;
  /** @type {StepName[]} */
  const needed = ["dates", "status", ...(person ? /** @type {const} */ (["recipient"]) : [])];
  return needed.every((name) => isHeld(findings[name])) ? "valid" : "unknown";
}

/**
 * The verdict for the first steps' findings, in their order.
 * @param {Finding[]} findings
 * @param {Summary} [summary]
 * @param {Asked} [asked]
 * @param {Part[]} [parts]
 */
export function verdict(findings, summary = {}, asked = {}, parts = []) {
  const rest = notChecked("Not reached: an earlier step decided.");
  const named = /** @type {Record<StepName, Finding>} */ (
    Object.fromEntries(STEP_NAMES.map((name, index) => [name, findings[index] ?? rest]))
  );
  const forged = isFailed(named.signature) || isFailed(named["issuer-key"]);
  return new Verdict(
    decide(named, asked),
    STEP_NAMES.map((name) => ({ name, ...named[name] })),
    // What a forger wrote is not repeated beside the issuer's domain.
    forged ? {} : summary,
    parts,
  );
}

export class Verdict {
  /**
   * @param {Word} word
   * @param {Step[]} steps
   * @param {Summary} summary
   * @param {Part[]} parts
   */
  constructor(word, steps, summary, parts) {
    this.word = word;
    this.steps = steps;
    this.summary = summary;
    this.parts = parts;
  }

  /**
   * What a step came to.
   * @param {string} name
   */
  outcome(name) {
    return this.steps.find((step) => step.name === name)?.outcome;
  }

  /**
   * As `testamur verify --json` prints it.
   * @returns {object}
   */
  asJson() {
    const { summary } = this;
    return {
      verdict: this.word,
      sentence: this.sentence(),
      recipient: summary.recipient ?? null,
      credential: summary.credential ?? null,
      issuer: summary.issuer ?? null,
      domain: summary.domain ?? null,
      issued: stamp(summary.issued),
      expires: stamp(summary.expires),
      awarded: stamp(summary.awarded),
      word_of: summary.wordOf ?? null,
      endorses: summary.endorses ?? null,
      since: stamp(summary.withdrawn)?.slice(0, 10) ?? null,
      reason: summary.reason ?? null,
      newest: summary.newest ?? null,
      successor: summary.successor ?? null,
      steps: this.steps,
      parts: this.parts.map(({ what, stands, note, verdict: own }) => ({
        what,
        stands,
        note,
        ...own.asJson(),
      })),
    };
  }

  /** The first thing that a person should read, in the words of `testamur verify`. */
  sentence() {
    const { summary } = this;
    const issued = this.#issued();
    switch (this.word) {
      case "valid": {
        const by = summary.wordOf ? `, by the word of ${summary.wordOf} alone` : "";
        return `Valid${by}. ${issued}${this.#fallen()}`;
      }
      case "expired":
        return `Expired${at("on", summary.expires)}. ${issued}`;
      case "not-yet-valid":
        return `Not yet valid${at("until", summary.issued)}. ${issued}`;
      case "revoked": {
        const instead = summary.successor ? ` In its place: ${summary.successor}.` : "";
        return `Withdrawn${this.#withdrawn("on")}${instead} ${issued}`;
      }
      case "suspended":
        return `Suspended${this.#withdrawn("since")} ${issued}`;
      case "superseded": {
        const when = on(summary.withdrawn);
        const why = summary.reason ? `${when} (${summary.reason})` : when;
        const where = summary.newest ? `: ${summary.newest}` : "";
        return `Replaced by a newer version${why}${where}. ${issued}`;
      }
      case "foreign":
        return `Not issued here. It names ${this.#issuer()} as its issuer.`;
      case "altered":
        return `Not valid. ${this.decisive()}`;
      default:
        return `Could not be checked. ${this.decisive()}`;
    }
  }

  /** Why it is not valid, or could not be checked: what the first such step found. */
  decisive() {
    const altered = this.word === "altered";
    const outcome = altered ? "failed" : "not-checked";
    const besides = altered ? ["dates", "status"] : [];
    const found = this.steps.find((step) => step.outcome === outcome && !besides.includes(step.name));
    return found?.detail ?? "";
  }

  #issued() {
    const { summary } = this;
    if (summary.endorses) {
      const when = summary.issued != null ? `, ${day(summary.issued)}` : "";
      return `Endorsement of ${summary.endorses} by ${this.#issuer()}${when}.`;
    }
    const to = summary.recipient ? ` to ${summary.recipient}` : "";
    return `Issued${to} by ${this.#issuer()}${on(summary.issued)}${this.#awarded()}.`;
  }

  #awarded() {
    const { issued, awarded } = this.summary;
    if (issued == null || awarded == null) return "";
    // A day's difference may be one of time zones alone, and is news to nobody.
    const days = Math.floor(issued / DAY) - Math.floor(awarded / DAY);
    return Math.abs(days) <= 1 ? "" : ` (awarded ${dayBegun(awarded)})`;
  }

  #fallen() {
    let said = "";
    for (const what of new Set(this.parts.map((part) => part.what))) {
      const stands = this.parts.filter((part) => part.what === what).map((part) => part.stands);
      const fallen = stands.filter((each) => !each).length;
      if (fallen) {
        const verb = fallen === 1 ? "does" : "do";
        const whole = stands.length === 1 ? `The ${what}` : `Of the ${stands.length} ${what}s`;
        const number = stands.length === 1 ? "" : `, ${fallen}`;
        said += ` ${whole} inside it${number} ${verb} not stand.`;
      }
    }
    return said;
  }

  #issuer() {
    const { issuer, domain, byKeyAlone } = this.summary;
    if (byKeyAlone) {
      // Anybody can make a key, and give it any name.
      const known = "an issuer known by its key alone";
      return issuer ? `${known} (“${issuer}” in its own words)` : known;
    }
    const name = issuer || "an issuer without a name";
    return domain ? `${name} (${domain})` : name;
  }

  /** @param {string} preposition */
  #withdrawn(preposition) {
    const { withdrawn, reason } = this.summary;
    const when = withdrawn != null ? ` ${preposition} ${day(withdrawn)}` : "";
    return reason ? `${when}: ${ended(reason)}` : `${when}.`;
  }
}

/**
 * @param {string} preposition
 * @param {number | null | undefined} moment
 */
function at(preposition, moment) {
  return moment == null ? "" : ` ${preposition} ${instant(moment)}`;
}

/** @param {number | null | undefined} moment */
function on(moment) {
  return moment == null ? "" : ` on ${day(moment)}`;
}

/** @param {number | null | undefined} moment */
function stamp(moment) {
  if (moment == null) return null;
  const text = new Date(moment).toISOString();
  return `${text.slice(0, 19)}${moment % 1000 ? `${text.slice(19, 23)}000` : ""}+00:00`;
}
