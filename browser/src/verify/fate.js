// What became of a document whose bit is set: replaced, suspended or revoked.
// A list says only "withdrawn". Replaced is what the issuer's own newer, signed version shows; when
// and why is the issuer's unsigned word, which can turn one "withdrawn" into another but never into
// "valid".

import { webSite } from "./controllers.js";
import { failed, isObject, listed, shown } from "./finding.js";
import { instant } from "./instants.js";
import { parse } from "./json.js";
import { placeOf } from "./shape.js";

/** @typedef {import("./finding.js").Finding} Finding */
/** @typedef {import("./finding.js").JsonObject} JsonObject */
/** @typedef {import("./shape.js").Credential} Credential */
/** @typedef {import("./verify.js").Context} Context */

/**
 * @typedef {(data: Uint8Array<ArrayBuffer>) => Promise<Credential | null>} Genuine
 *   what bytes say, if they are a document whose proofs hold, or null; the verifier brings it along
 *
 * @typedef {object} Fate
 * @property {Finding} finding
 * @property {import("./verdict.js").Word | null} word null while the document stands, or that is unknown
 * @property {string} [since] day
 * @property {string} [reason]
 * @property {string | null} [code] why, in a word that programs can count
 * @property {string} [change]
 * @property {string} [newest] address of the version that replaces it
 * @property {string} [successor] page of the award that took the place of a revoked one
 */

/**
 * @typedef {object} Step
 * @property {string} change
 * @property {string} day
 * @property {string} reason
 * @property {string | null} code
 * @property {string | null} successor award id
 */

const MAX_DOCUMENT = 2_000_000;
const MAX_STATE = 100_000;
const CHANGES = ["corrected", "renewed", "suspended", "reinstated", "revoked"];

/**
 * The fate of a genuine document that a list of its issuer has marked.
 * @param {Credential} credential
 * @param {string} purpose of the list
 * @param {Genuine} genuine
 * @param {Context} context
 * @returns {Promise<Fate>}
 */
export async function withdrawn(credential, purpose, genuine, context) {
  const fate = await replaced(credential, genuine, context);
  if (fate) return fate;
  const step = (await stateOf(credential, context))?.withdrawal;
  const apart = credential.status.some((entry) => entry.purpose === "suspension");
  const suspended = step?.change === "suspended";
  // Where suspensions have a signed list of their own, its word goes before the hosted one.
  if (step && (!apart || suspended === (purpose === "suspension"))) {
    const site = webSite(credential.issuer)?.base ?? "";
    const successor = !suspended && step.successor ? { successor: `${site}/awards/${step.successor}/` } : {};
    const word = suspended ? "suspended" : "revoked";
    const day = { day: step.day };
    const finding = suspended ? failed("suspended", day) : failed("revoked", day);
    return { finding, word, ...told(step), ...successor };
  }
  const word = purpose === "suspension" ? "suspended" : "revoked";
  return { finding: failed("marked"), word };
}

/**
 * Whether the document's own address serves a newer version: the same id and issuer, a later
 * `validFrom` (OB 3.0, credential equality), and proofs that hold.
 * @param {Credential} credential
 * @param {Genuine} genuine
 * @param {Context} context
 * @returns {Promise<Fate | null>}
 */
export async function replaced(credential, genuine, context) {
  const newest = await context
    .fetch(credential.id, MAX_DOCUMENT)
    .then(genuine)
    .catch(() => null);
  const same = newest?.id === credential.id && newest.issuer === credential.issuer;
  if (!same || newest.validFrom <= credential.validFrom) return null;
  const steps = (await stateOf(credential, context))?.replaced ?? [];
  const step = steps.find(({ issued }) => issued === credential.validFrom);
  return {
    finding: failed("superseded", { at: newest.validFrom }),
    word: "superseded",
    newest: credential.id,
    ...(step && told(step)),
  };
}

/**
 * What the issuer's site says in `state.json` beside the newest version; null where it is silent.
 * @param {Credential} credential
 * @param {Context} context
 */
async function stateOf({ id, issuer }, context) {
  if (!placeOf(id, webSite(issuer)?.base ?? "?")) return null;
  try {
    const said = parse(await context.fetch(new URL("state.json", id).href, MAX_STATE));
    if (!isObject(said)) return null;
    const { state } = said;
    if (state !== "active" && state !== "revoked" && state !== "suspended") return null;
    return {
      withdrawal: state === "active" ? null : stepOf(said, state),
      replaced: listed(said["replaced"]).map((each) => {
        if (!isObject(each)) throw new Error("no version");
        return { ...stepOf(each, `${each["change"]}`), issued: instant(each["issued"]) };
      }),
    };
  } catch {
    return null;
  }
}

/**
 * @param {JsonObject} said
 * @param {string} change
 * @returns {Step}
 */
function stepOf({ date, reason, code, replaced_by: successor }, change) {
  if (typeof reason !== "string" || !CHANGES.includes(change)) throw new Error("no step");
  instant(`${date}T00:00:00Z`);
  return {
    change,
    day: `${date}`,
    reason: shown(reason),
    code: typeof code === "string" ? code : null,
    successor: /^[0-7][0-9a-hjkmnp-tv-z]{25}$/.test(`${successor}`) ? `${successor}` : null,
  };
}

/** @param {Step} step */
const told = ({ day, reason, code, change }) => ({ since: day, reason, code, change });
