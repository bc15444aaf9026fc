// The shape that a document promises, read strictly: step 2 of verifying.
// Open Badges 3.0 over VC Data Model 2.0, and over 1.1, whose dates have other names.
/** @import {Entries} from "./statuses.js" */
/** @import {JsonObject, JsonValue} from "./values.js" */
import { webSite } from "./dids.js";
import { Malformed, Unread } from "./errors.js";
import { address, instant, oneObject, optionalText, text, texts } from "./fields.js";
import { OB_EXTENSIONS, OB_V2, OB_V3, VC_V1, VC_V2 } from "./names.js";
import { placeOf } from "./record.js";
import { statusOf } from "./statuses.js";
import { has, isObject, listed, without } from "./values.js";
import { shown } from "./words.js";
import { checkWriting, isCredential } from "./writing.js";

const OUR_CONTEXTS = [
  [VC_V2, OB_V3],
  [VC_V2, OB_V3, OB_EXTENSIONS],
];

/** What a credential is about, in the words of the first thing said of it. */
export const KINDS = /** @type {const} */ ({
  achievement: "an Open Badges 3.0 credential",
  endorsement: "an Open Badges 3.0 endorsement",
  learnerRecord: "a Comprehensive Learner Record 2.0",
});
/** @typedef {keyof typeof KINDS} Kind */

/** @type {Map<string, Kind>} */
const OF_TYPE = new Map([
  ["OpenBadgeCredential", "achievement"],
  ["AchievementCredential", "achievement"],
  ["EndorsementCredential", "endorsement"],
  ["ClrCredential", "learnerRecord"],
]);
/** @type {Record<Kind, string>} */
const SUBJECTS = {
  achievement: "AchievementSubject",
  endorsement: "EndorsementSubject",
  learnerRecord: "ClrSubject",
};

/**
 * One IdentityObject of the recipient (OB 3.0).
 * @typedef {{type: string, value: string, hashed: boolean, salt: string}} Identity
 */

/**
 * A credential inside another: an endorsement of it, or one that a learner record bundles.
 * @typedef {{content: JsonValue, endorses: boolean}} Inner
 */

/**
 * What a credential says, in our own types. Nothing in it is proved yet.
 * @typedef {object} Credential
 * @property {string} id
 * @property {Kind} kind
 * @property {string} issuer
 * @property {string | null} issuerName
 * @property {string} name of what was earned
 * @property {number} validFrom
 * @property {number | null} validUntil
 * @property {number | null} awarded
 * @property {string | null} subject identifier of the recipient, or of what is endorsed
 * @property {Identity[]} identities
 * @property {Entries} status
 * @property {Inner[]} inner
 */

/**
 * An achievement, an endorsement or a learner record.
 *
 * Throws Malformed, or Unread for a credential of another kind and for unknown contexts.
 * @param {JsonObject} document
 * @param {boolean} [enveloped] whether it is the payload of a JWS
 * @returns {Promise<Credential>}
 */
export async function credentialOf(document, enveloped = false) {
  const kind = kindOf(document);
  const id = address(document, "id");
  const issuer = issuerOf(document);
  const site = webSite(issuer);
  const ours = site !== null && placeOf(id, site.baseUrl) !== null;
  await checkWriting(document, { known: ours ? OUR_CONTEXTS : null, enveloped });
  const subject = oneObject(document, "credentialSubject");
  if (!texts(subject, "type").includes(SUBJECTS[kind])) {
    throw new Malformed(`Its subject is not of the type ${SUBJECTS[kind]}.`);
  }
  const profile = document["issuer"];
  const [validFrom, validUntil] = periodOf(document);
  return {
    id,
    kind,
    issuer,
    issuerName: isObject(profile) ? optionalText(profile, "name") : null,
    name: nameOf(document, subject, kind),
    validFrom,
    validUntil,
    awarded: awardedOf(document),
    subject: has(subject, "id") ? address(subject, "id") : null,
    identities: kind === "endorsement" ? [] : identitiesOf(subject),
    status: statusOf(document),
    inner: innerOf(document, subject, kind),
  };
}

/**
 * The recipient's name, where it stands in plain text.
 * @param {Credential} credential
 */
export function recipientOf(credential) {
  return credential.identities.find((each) => each.type === "name" && !each.hashed)?.value ?? null;
}

/**
 * The issuer's identifier. Throws Malformed where it has none.
 * @param {JsonObject} document
 */
export function issuerOf(document) {
  const issuer = document["issuer"];
  return isObject(issuer) ? address(issuer, "id") : address(document, "issuer");
}

/**
 * From when and until when it is to be believed. Throws Malformed.
 * @param {JsonObject} document
 * @returns {[number, number | null]}
 */
export function periodOf(document) {
  // VC Data Model 1.1 reserves the newer names; where they are given too, all must allow it.
  const older = listed(document["@context"]).includes(VC_V1);
  const names = [...(older ? [["issuanceDate", "expirationDate"]] : []), ["validFrom", "validUntil"]];
  /** @type {number[]} */
  const begins = [];
  /** @type {number[]} */
  const ends = [];
  for (const [index, [begin = "", end = ""]] of names.entries()) {
    if (!index || has(document, begin)) begins.push(instant(document[begin], begin));
    if (has(document, end)) ends.push(instant(document[end], end));
  }
  const from = Math.max(...begins);
  const until = ends.length ? Math.min(...ends) : null;
  if (until !== null && until < from) throw new Malformed("It ends before it begins.");
  return [from, until];
}

/** @param {JsonObject} document */
function kindOf(document) {
  const types = texts(document, "type");
  if (types.includes("VerifiablePresentation")) {
    throw new Unread("It is a presentation: give the credential that it shows by itself.");
  }
  if (listed(document["@context"]).includes(OB_V2)) {
    const other = types.map(shown).join(", ");
    throw new Unread(`It is no badge of Open Badges 2.0 but another part of it (${other}).`);
  }
  if (!types.includes("VerifiableCredential")) {
    throw new Malformed("It is not a verifiable credential.");
  }
  const kinds = new Set(types.map((name) => OF_TYPE.get(name)).filter((kind) => kind !== undefined));
  const [kind] = kinds;
  if (!kind) {
    const others = types.filter((name) => name !== "VerifiableCredential").map(shown).join(", ");
    throw new Unread(`It is a credential of another kind (${others || "none named"}).`);
  }
  if (kinds.size > 1) throw new Malformed("It claims to be credentials of two kinds at once.");
  return kind;
}

/**
 * @param {JsonObject} document
 * @param {JsonObject} subject
 * @param {Kind} kind
 */
function nameOf(document, subject, kind) {
  if (kind === "achievement") return text(oneObject(subject, "achievement"), "name");
  if (kind === "endorsement") {
    address(subject, "id");
    return optionalText(document, "name") ?? "Endorsement";
  }
  return text(document, "name");
}

/** @param {JsonObject} document */
function awardedOf(document) {
  // Nothing depends on it, so that one which cannot be read is passed over.
  try {
    return instant(document["awardedDate"], "awardedDate");
  } catch {
    return null;
  }
}

/**
 * @param {JsonObject} subject
 * @returns {Identity[]}
 */
function identitiesOf(subject) {
  return listed(subject["identifier"]).map((each) => {
    if (!isObject(each)) throw new Malformed("An identifier of its recipient is not an object.");
    const hashed = each["hashed"];
    if (typeof hashed !== "boolean") {
      throw new Malformed("An identifier of its recipient does not say whether it is hashed.");
    }
    return {
      type: text(each, "identityType"),
      value: text(each, "identityHash"),
      hashed,
      salt: optionalText(each, "salt") ?? "",
    };
  });
}

/**
 * What is bundled, in the order of the document, and then every endorsement at any depth.
 * @param {JsonObject} document
 * @param {JsonObject} subject
 * @param {Kind} kind
 */
function innerOf(document, subject, kind) {
  /** @type {Inner[]} */
  const found = [];
  if (kind === "learnerRecord") {
    const bundled = listed(subject["verifiableCredential"]);
    if (!bundled.length) throw new Malformed("It bundles no credentials.");
    for (const content of bundled) found.push({ content, endorses: false });
  }
  const unsigned = without(document, "proof");
  /** @type {JsonValue[]} */
  const pending = [unsigned];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (Array.isArray(value)) {
      for (const each of value.slice().reverse()) pending.push(each);
    } else if (isObject(value) && (value === unsigned || !isCredential(value))) {
      for (const [name, member] of Object.entries(value)) {
        if (name === "endorsement" || name === "endorsementJwt") {
          for (const content of listed(member)) found.push({ content, endorses: true });
        } else {
          pending.push(member);
        }
      }
    }
  }
  return found;
}
