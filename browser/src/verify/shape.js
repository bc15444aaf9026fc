// What a credential says, read strictly: step 2 of verifying. Nothing in it is proved yet.
// Open Badges 3.0 over VC Data Model 2.0.

import { webSite } from "./controllers.js";
import { isObject, leave, listed, refuse } from "./finding.js";
import { instant } from "./instants.js";
import { canonical } from "./json.js";

/** @typedef {import("./finding.js").JsonValue} JsonValue */
/** @typedef {import("./finding.js").JsonObject} JsonObject */

/**
 * @typedef {object} Identity one IdentityObject of the recipient
 * @property {string} type
 * @property {string} value in plain text, or as `sha256$` and hex digits
 * @property {boolean} hashed
 * @property {string} salt
 *
 * @typedef {object} StatusEntry one BitstringStatusListEntry
 * @property {string} purpose
 * @property {number} index
 * @property {string} list address of it
 * @property {number} size bits of an entry
 *
 * @typedef {object} Credential
 * @property {string} id
 * @property {string} issuer
 * @property {string | null} issuerName
 * @property {string} name of what was earned
 * @property {number} validFrom
 * @property {number | null} validUntil
 * @property {number | null} awarded
 * @property {Identity[]} identities
 * @property {StatusEntry[]} status
 * @property {boolean} statusUnread whether any status is kept in a way not read here
 */

export const VC = "https://www.w3.org/ns/credentials/v2";
export const OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";
export const OB_EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json";
const OURS = [
  [VC, OB],
  [VC, OB, OB_EXTENSIONS],
].map(canonical);

/** Addresses of the JSON-LD contexts that may follow the one of verifiable credentials. */
export const KNOWN = new Set([OB, OB_EXTENSIONS]);

const BADGES = ["OpenBadgeCredential", "AchievementCredential"];
const OTHER_KINDS = ["EndorsementCredential", "ClrCredential"];
const AWARD = /^\/awards\/([0-7][0-9a-hjkmnp-tv-z]{25})\/(?:v([1-9][0-9]{0,5})\/)?credential\.json$/;
const MAX_STATUS = 4;

/** @returns {never} */
function malformed() {
  refuse("malformed");
}

/** @returns {never} */
function unread() {
  leave("unread");
}

/**
 * A badge. Throws Stop for anything else.
 * @param {JsonObject} document
 * @returns {Credential}
 */
export function credentialOf(document) {
  const types = texts(document["type"]);
  if (types.includes("VerifiablePresentation")) unread();
  if (!types.includes("VerifiableCredential")) malformed();
  const isAny = (/** @type {string[]} */ kinds) => types.some((type) => kinds.includes(type));
  if (isAny(OTHER_KINDS) || !isAny(BADGES)) unread();
  const id = address(document["id"]);
  const issuer = issuerOf(document);
  const site = webSite(issuer);
  checkWriting(document, !!site && !!placeOf(id, site.base));
  const subject = object(document["credentialSubject"]);
  if (!texts(subject["type"]).includes("AchievementSubject")) malformed();
  const [validFrom, validUntil] = periodOf(document);
  const profile = document["issuer"];
  return {
    id,
    issuer,
    issuerName: isObject(profile) && "name" in profile ? text(profile["name"]) : null,
    name: text(object(subject["achievement"])["name"]),
    validFrom,
    validUntil,
    awarded: maybe(document["awardedDate"]),
    identities: listed(subject["identifier"]).map(identity),
    ...statusOf(document),
  };
}

/**
 * Award and, of an earlier one, the version of the document at an address below `base`.
 * @param {string} url
 * @param {string} base
 * @returns {{ award: string, version: number | null } | null}
 */
export function placeOf(url, base) {
  const match = url.startsWith(`${base}/`) ? AWARD.exec(url.slice(base.length)) : null;
  return match && { award: match[1] ?? "", version: match[2] ? Number(match[2]) : null };
}

/**
 * The issuer's identifier.
 * @param {JsonObject} document
 */
export const issuerOf = ({ issuer }) => address(isObject(issuer) ? issuer["id"] : issuer);

/**
 * From when and until when it is to be believed.
 * @param {JsonObject} document
 * @returns {[number, number | null]}
 */
export function periodOf(document) {
  const begins = instant(document["validFrom"]);
  const ends = "validUntil" in document ? instant(document["validUntil"]) : null;
  if (ends !== null && ends < begins) malformed();
  return [begins, ends];
}

/**
 * Refuses every way of writing but the compact one, in which JSON means what was signed as a graph.
 *
 * Throws Stop. With `ours`, the contexts must be exactly those that testamur writes.
 * @param {JsonObject} document
 * @param {boolean} ours
 */
export function checkWriting(document, ours) {
  const contexts = document["@context"] ?? null;
  if (ours && !OURS.includes(canonical(contexts))) malformed();
  const [first, ...others] = listed(contexts);
  if (first !== VC) malformed();
  if (others.some((each) => typeof each !== "string" || !KNOWN.has(each))) unread();
  /** @type {[number, JsonValue | undefined][]} */
  const pending = [[0, document]];
  for (let each = pending.pop(); each; each = pending.pop()) {
    const [level, value] = each;
    for (const item of Array.isArray(value) ? value : []) pending.push([level + 1, item]);
    if (!isObject(value)) continue;
    const secured = listed(value["type"]).some(
      (type) => type === "VerifiableCredential" || type === "EnvelopedVerifiableCredential",
    );
    for (const [name, member] of Object.entries(value)) {
      if ((name === "@context" && (!level || secured)) || (name === "proof" && secured)) continue;
      if (/[@:]/.test(name) || !/^\p{Lowercase}/u.test(name) || member === null) malformed();
      if (level && name === "id" && member === document["id"]) {
        // Two nodes with one id are one: members could be moved from either to the other.
        const bare = !ours && !secured && Object.keys(value).sort().join() === "id,type";
        if (!bare && listed(value["type"]).join() !== "EndorsementSubject") malformed();
      }
      if (name === "endorsementJwt") unread();
      pending.push([level + 1, member]);
    }
  }
}

/** @param {JsonValue | undefined} value */
export function object(value) {
  if (!isObject(value)) malformed();
  return value;
}

/** @param {JsonValue | undefined} value */
export function text(value) {
  if (typeof value !== "string" || !value) malformed();
  return value;
}

/**
 * @param {JsonValue | undefined} value
 * @returns {string[]}
 */
export function texts(value) {
  const items = listed(value).filter((item) => typeof item === "string");
  if (!items.length || items.length !== listed(value).length) malformed();
  return items;
}

/** @param {JsonValue | undefined} value */
export function address(value) {
  const found = text(value);
  if (!/^[A-Za-z][A-Za-z0-9+.-]*:\S+$/.test(found)) malformed();
  return found;
}

/** @param {JsonValue | undefined} value */
function maybe(value) {
  try {
    return instant(value);
  } catch {
    return null;
  }
}

/**
 * @param {JsonValue} each
 * @returns {Identity}
 */
function identity(each) {
  const { hashed, identityType, identityHash, salt } = object(each);
  if (typeof hashed !== "boolean") malformed();
  const type = text(identityType);
  return { type, value: text(identityHash), hashed, salt: salt === undefined ? "" : text(salt) };
}

/** @param {JsonObject} document */
function statusOf(document) {
  const found = listed(document["credentialStatus"]).map(object);
  if (found.length > MAX_STATUS) malformed();
  /** @type {StatusEntry[]} */
  const status = [];
  let statusUnread = false;
  const places = new Map();
  for (const each of found) {
    if (texts(each["type"]).join() !== "BitstringStatusListEntry") {
      statusUnread = true;
      continue;
    }
    const entry = statusEntry(each);
    status.push(entry);
    if ("id" in each) {
      const place = canonical([entry.list, entry.index, entry.size]);
      const id = text(each["id"]);
      // In a graph two objects with one id are one: whose index is whose, it does not say.
      if ((places.get(id) ?? place) !== place) statusUnread = true;
      places.set(id, place);
    }
  }
  return { status, statusUnread };
}

/** @param {JsonObject} entry */
function statusEntry(entry) {
  const { statusListIndex: index, statusSize: size = 1 } = entry;
  if (typeof index !== "string" || !/^(0|[1-9][0-9]{0,14})$/.test(index)) malformed();
  const list = address(entry["statusListCredential"]);
  if (entry["id"] === list || !Number.isInteger(size) || !(Number(size) > 0 && Number(size) <= 32)) {
    malformed();
  }
  return { purpose: text(entry["statusPurpose"]), index: Number(index), list, size: Number(size) };
}

