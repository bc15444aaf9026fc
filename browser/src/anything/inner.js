// Credentials inside another: endorsements, and what a learner record bundles, each judged by itself.
// OB 3.0, "Verification and Validation"; CLR 2.0. What becomes of one inside says nothing about the one
// around it, but is never kept silent.
/** @import {Credential, Identity, Inner} from "./shape.js" */
/** @import {Part, Verdict} from "./verdict.js" */
/** @import {JsonObject, JsonValue} from "./values.js" */
import { openDocument, openToken } from "./envelope.js";
import { emailForms, identityHash } from "./recipient.js";
import { isObject } from "./values.js";
import { failed, held } from "./verdict.js";
import { shown } from "./words.js";

/** Members and items of all credentials inside one that are looked at. */
const MAX_VALUES_INSIDE = 60_000;
const PART = 50;

/** What is left of the members and items that may be looked at inside one document. */
export class Allowance {
  left = MAX_VALUES_INSIDE;

  /**
   * Whether there is still room for `content`, which then counts as looked at.
   * @param {JsonValue} content
   */
  takes(content) {
    this.left -= PART;
    const pending = [content];
    for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
      this.left -= 1;
      if (typeof value === "object" && value !== null) {
        for (const each of Object.values(value)) pending.push(each);
      }
    }
    return this.left >= 0;
  }
}

/**
 * The credential inside, which was read as a part of the one around it.
 * @param {Inner} inner
 */
export function openInner({ content }) {
  const readable = held("It stands inside the other credential.");
  if (typeof content === "string") return openToken(content, readable);
  if (isObject(content)) return openDocument(content, readable);
  return [failed("It is neither a credential nor a signed token.")];
}

/**
 * The part, and whether it belongs where it stands.
 * @param {Inner} inner
 * @param {Credential | null} found what it says, if it could be read
 * @param {Verdict} verdict
 * @param {Credential} around
 * @param {Set<string>} ids all that the document around it has
 * @returns {Promise<Part>}
 */
export async function partOf(inner, found, verdict, around, ids) {
  const valid = verdict.word === "valid";
  if (inner.endorses) {
    const note = found ? misplaced(found, ids) : null;
    return { what: "endorsement", verdict, note, stands: valid && note === null };
  }
  const [same, note] = found ? await samePerson(found, around) : [null, null];
  return { what: "credential", verdict, note, stands: valid && same !== false };
}

/**
 * Every `id` in a document: what an endorsement in it may be about.
 * @param {JsonObject} document
 */
export function idsOf(document) {
  /** @type {Set<string>} */
  const found = new Set();
  /** @type {JsonValue[]} */
  const pending = [document];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (Array.isArray(value)) {
      for (const each of value) pending.push(each);
    } else if (isObject(value)) {
      if (typeof value["id"] === "string") found.add(value["id"]);
      for (const [name, member] of Object.entries(value)) {
        if (name !== "endorsement" && name !== "proof") pending.push(member);
      }
    }
  }
  return found;
}

/**
 * @param {Credential} endorsement
 * @param {Set<string>} ids
 */
function misplaced(endorsement, ids) {
  if (endorsement.kind !== "endorsement") {
    return "It stands in the place of an endorsement, but is none.";
  }
  if (!ids.has(endorsement.subject ?? "")) {
    return `It endorses something else: ${shown(String(endorsement.subject))}.`;
  }
  return null;
}

/**
 * Whether both were made out to one person, null where that cannot be told; and what to say.
 * @param {Credential} bundled
 * @param {Credential} record
 * @returns {Promise<[boolean | null, string | null]>}
 */
async function samePerson(bundled, record) {
  const [one, other] = [bundled.subject, record.subject];
  if (one !== null && one === other) return [true, null];
  const compared = [];
  for (const mine of bundled.identities) {
    for (const theirs of record.identities) {
      // People share names, and spell them in many ways.
      if (mine.type === theirs.type && mine.type !== "name") {
        compared.push(await sameIdentity(mine, theirs));
      }
    }
  }
  if (compared.includes(true)) return [true, null];
  const dids = one?.startsWith("did:") && other?.startsWith("did:");
  if (compared.includes(false) || dids) {
    return [false, "It was made out to another person than the record."];
  }
  return [null, "That it is of the same person rests on the word of the record's issuer."];
}

/**
 * Whether two identifiers are the same; null where two hashes cannot be compared.
 * @param {Identity} one
 * @param {Identity} other
 */
async function sameIdentity(one, other) {
  if (one.hashed && other.hashed) {
    if (one.salt !== other.salt) return null;
    return one.value.toLowerCase() === other.value.toLowerCase();
  }
  if (!one.hashed && !other.hashed) return one.value === other.value;
  const [plain, hashed] = one.hashed ? [other, one] : [one, other];
  const forms = plain.type === "emailAddress" ? emailForms(plain.value) : [plain.value];
  for (const form of forms) {
    if ((await identityHash(form, hashed.salt)) === hashed.value.toLowerCase()) return true;
  }
  return false;
}
