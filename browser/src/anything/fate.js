// What became of a document whose bit is set: replaced, suspended or revoked. A status list says only
// "withdrawn"; replaced is what the issuer's own newer, signed version shows, suspended the issuer's
// unsigned word on its own site. It can turn one "withdrawn" into another, but never into "valid".
/** @import {Proofs} from "./proofs.js" */
/** @import {Credential} from "./shape.js" */
/** @import {Source} from "./sources.js" */
/** @import {Standing} from "./status.js" */
/** @import {JsonObject} from "./values.js" */
/** @import {Finding, Word} from "./verdict.js" */
import { webSite } from "./dids.js";
import { BadValue, Malformed, Unavailable, Unread } from "./errors.js";
import { MAX_DOCUMENT, oneObject } from "./fields.js";
import { MAX_STATE, readState } from "./life.js";
/** @import {Event} from "./life.js" */
import { placeOf } from "./record.js";
import { credentialOf } from "./shape.js";
import { isGenuine } from "./signatures.js";
import { SUSPENSION } from "./status.js";
import { parse } from "./strict-json.js";
import { isObject } from "./values.js";
import { failed } from "./verdict.js";
import { DAY, day, ended, shown } from "./words.js";

/**
 * @typedef {object} Fate
 * @property {Finding} finding
 * @property {Word | null} [word] null while the document stands, or while that is unknown
 * @property {number | null} [since]
 * @property {string | null} [reason]
 * @property {string | null} [newest] address of the version that replaces it
 * @property {string | null} [successor] page of the award that took its place
 */

/**
 * The fate of a genuine document that a list of its issuer has marked.
 * @param {Credential} credential
 * @param {Standing} standing
 * @param {Source} source
 * @param {Proofs} proofs
 * @returns {Promise<Fate>}
 */
export async function withdrawn(credential, standing, source, proofs) {
  const fate = await replaced(credential, source, proofs);
  if (fate) return fate;
  const event = (await hostedState(credential, source))?.withdrawal;
  if (event && fits(event, credential, standing)) {
    const suspended = event.change === "suspended";
    const lead = suspended ? "Suspended since" : "Withdrawn by its issuer on";
    const why = event.reason ? `: ${ended(shown(event.inFull))}` : ".";
    const site = webSite(credential.issuer);
    return {
      finding: failed(`${lead} ${day(event.day)}${why}`),
      word: suspended ? "suspended" : "revoked",
      since: event.day,
      reason: shown(event.inFull),
      successor:
        event.replacedBy && site && !suspended ? `${site.baseUrl}/awards/${event.replacedBy}/` : null,
    };
  }
  if (standing.purpose === SUSPENSION) {
    return { finding: failed("Suspended, by the issuer's signed list."), word: "suspended" };
  }
  if (!standing.signed) {
    const why = standing.reason ? `: ${ended(standing.reason)}` : ".";
    const finding = failed(`Withdrawn, by the issuer's list, which is not signed${why}`);
    return { finding, word: "revoked", reason: standing.reason ?? null };
  }
  return { finding: failed("Withdrawn, by the issuer's signed list."), word: "revoked" };
}

/**
 * Whether the document's own address serves a newer version: the same id and issuer, a later
 * `validFrom` (OB 3.0, credential equality), and proofs that hold.
 * @param {Credential} credential
 * @param {Source} source
 * @param {Proofs} proofs
 * @returns {Promise<Fate | null>}
 */
export async function replaced(credential, source, proofs) {
  if (!credential.id.startsWith("https://")) return null;
  let document, newest;
  try {
    document = parse(await source.fetch(credential.id, MAX_DOCUMENT), MAX_DOCUMENT);
    if (!isObject(document)) return null;
    newest = await credentialOf(document);
  } catch (error) {
    const kinds = [Unavailable, BadValue, Malformed, Unread];
    if (kinds.some((kind) => error instanceof kind)) return null;
    throw error;
  }
  const same = newest.id === credential.id && newest.issuer === credential.issuer;
  if (!same || newest.validFrom <= credential.validFrom) return null;
  if (!isGenuine(await proofs.check(document, newest.issuer))) return null;
  const said = await hostedState(credential, source);
  const step = said?.replaced.find((each) => each.issued === credential.validFrom)?.event;
  return {
    finding: failed(`Replaced by the version of ${day(newest.validFrom)}.`),
    word: "superseded",
    newest: credential.id,
    since: step ? step.day : null,
    reason: step ? shown(step.inFull) : null,
  };
}

/**
 * The fate of a genuine endorsement that is a withdrawal: it was never in force.
 * @param {JsonObject} document
 * @param {Credential} credential
 * @returns {Fate | null}
 */
export function takenBack(document, credential) {
  const { kind, validFrom, validUntil } = credential;
  if (kind !== "endorsement" || validUntil !== validFrom) return null;
  const said = oneObject(document, "credentialSubject")["endorsementComment"];
  const reason = typeof said === "string" && said ? shown(said) : null;
  const since = Math.floor(validFrom / DAY) * DAY;
  const why = reason ? `: ${ended(reason)}` : ".";
  const finding = failed(`Withdrawn by its endorser on ${day(since)}${why}`);
  return { finding, word: "revoked", since, reason };
}

/**
 * What the issuer's site says in `state.json` beside the newest version.
 * @param {Credential} credential
 * @param {Source} source
 */
async function hostedState(credential, source) {
  const site = webSite(credential.issuer);
  if (!site || !placeOf(credential.id, site.baseUrl)) return null;
  const address = `${credential.id.slice(0, credential.id.lastIndexOf("/"))}/state.json`;
  try {
    return readState(await source.fetch(address, MAX_STATE));
  } catch (error) {
    if (error instanceof Unavailable || error instanceof BadValue) return null;
    throw error;
  }
}

/**
 * Where suspensions have a signed list of their own, its word goes before the hosted one.
 * @param {Event} event
 * @param {Credential} credential
 * @param {Standing} standing
 */
function fits(event, credential, standing) {
  const own = credential.status.bits.some((entry) => entry.purpose === SUSPENSION);
  return !own || (event.change === "suspended") === (standing.purpose === SUSPENSION);
}
