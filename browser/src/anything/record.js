// The proof that a document stands in the issuer's permanent record: step 8 of verifying.
// Ours only: C2SP tlog-proof beside the document, a checkpoint signed by a key of the issuer, and a
// leaf that commits to the unsigned document (RFC 6962 hashing).
/** @import {Controller} from "./controllers.js" */
/** @import {PublicKey} from "./keys.js" */
/** @import {Bytes, JsonObject} from "./values.js" */
import { BadValue } from "./errors.js";
import { canonical } from "./jcs.js";
import { checkInclusion, leafHash } from "./merkle.js";
import { decodeProof, openCheckpoint } from "./note.js";
import { fromUtf8, hex, joined, sha256, utf8, without } from "./values.js";
import { count, day } from "./words.js";

/** Bytes of a proof file that are read. */
export const MAX_PROOF = 512_000;
const NONCE = 32;
const AWARD_ID = "[0-7][0-9a-hjkmnp-tv-z]{25}";
const PLACE = new RegExp(`^/awards/(${AWARD_ID})/(?:v([1-9][0-9]{0,5})/)?credential\\.json$`);
const LEARNER = new RegExp(`^/learners/(${AWARD_ID})/clr\\.json$`);
const TAG = "testamur/commitment/v1\n";

/** A proof that does not show what it should. The message is a sentence. */
export class NotInRecord extends Error {}

/**
 * Where a document stands in the record, from 0, and the line of the log that commits to it.
 * @typedef {{index: bigint, line: Bytes, day: number}} Entered
 */

/** @param {Entered} entered */
export function enteredSentence({ index, day: when }) {
  return `No. ${count(index + 1n)} in the issuer's permanent record, entered ${day(when)}.`;
}

/**
 * Award id and, of an earlier one, the version of a document at this address; null where the address
 * is not one of a site of ours at `baseUrl`.
 * @param {string} address
 * @param {string} baseUrl
 * @returns {{award: string, version: number | null} | null}
 */
export function placeOf(address, baseUrl) {
  const match = address.startsWith(`${baseUrl}/`) && PLACE.exec(address.slice(baseUrl.length));
  if (!match) return null;
  return { award: match[1] ?? "", version: match[2] ? Number(match[2]) : null };
}

/**
 * Public id of the learner whose record stands at this address; null for any other.
 * @param {string} address
 * @param {string} baseUrl
 */
export function learnerOf(address, baseUrl) {
  const match = address.startsWith(`${baseUrl}/`) && LEARNER.exec(address.slice(baseUrl.length));
  return match ? (match[1] ?? null) : null;
}

/**
 * @param {string} baseUrl
 */
export function originOf(baseUrl) {
  return `${baseUrl.replace(/^https:\/\//, "")}/register`;
}

/**
 * The issuer's keys that can sign a checkpoint; which of them may, only its log says.
 * @param {Controller} controller
 */
export function registerKeys(controller) {
  return controller.methods
    .filter(({ key, revoked }) => key.algorithm === "Ed25519" && revoked === null)
    .map(({ key }) => key);
}

/**
 * Check a proof file against the document. Throws NotInRecord.
 * @param {JsonObject} document
 * @param {Bytes} proof
 * @param {string} baseUrl
 * @param {PublicKey[]} keys
 * @returns {Promise<Entered>}
 */
export async function checkRecord(document, proof, baseUrl, keys) {
  let read, head, line, when;
  try {
    read = decodeProof(proof);
    head = await openCheckpoint(read.note, originOf(baseUrl), keys);
    if (read.extra?.length !== NONCE + "2026-11-22".length) {
      throw new BadValue("it lacks the nonce and the day");
    }
    const written = dayOf(read.extra.subarray(NONCE));
    when = Date.parse(`${written}T00:00:00Z`);
    const unsigned = await sha256(canonical(without(document, "proof")));
    const commitment = await sha256(joined(utf8(TAG), read.extra.slice(0, NONCE), unsigned));
    line = utf8(`issue 1 ${written} ${hex(commitment)}`);
  } catch (error) {
    if (!(error instanceof BadValue)) throw error;
    throw new NotInRecord(`Its proof of being in the permanent record is bad: ${error.message}.`);
  }
  const leaf = await leafHash(line);
  if (!(await checkInclusion(leaf, read.index, head.size, read.hashes, head.root))) {
    throw new NotInRecord("The permanent record does not hold this document at the place named.");
  }
  return { index: read.index, line, day: when };
}

/** @param {Bytes} data */
function dayOf(data) {
  let text = "";
  try {
    text = fromUtf8(data);
  } catch {
    // Said below.
  }
  const moment = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  if (Number.isNaN(moment) || new Date(moment).toISOString().slice(0, 10) !== text) {
    throw new BadValue("its day is not written like 2026-11-22");
  }
  return text;
}

