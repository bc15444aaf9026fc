// The documents of Open Badges 2.0, read strictly: Assertion, BadgeClass, Profile, key and list. They
// are read as plain JSON: what other contexts add is not looked at.
/** @import {Identity} from "../shape.js" */
/** @import {JsonObject, JsonValue} from "../values.js" */
import { Malformed } from "../errors.js";
import { momentOf, oneObject, optionalText, text } from "../fields.js";
import { OB_V2 } from "../names.js";
import { has, isObject } from "../values.js";
import { shown } from "../words.js";

const CONTEXTS = [OB_V2, `${OB_V2}.json`, "https://openbadgespec.org/v2/context.json"];
const INSTANT =
  /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d))?(\.\d{1,9})?(Z|[+-](?:0\d|1[0-4]):?[0-5]\d)$/;
const HASHED = /^(?:sha256|md5)\$[0-9a-fA-F]+$/;
const MAX_LISTED = 100;
/** @type {Map<string, "hosted" | "signed">} */
const KINDS = new Map([
  ["HostedBadge", "hosted"],
  ["hosted", "hosted"],
  ["SignedBadge", "signed"],
  ["signed", "signed"],
]);

/**
 * @typedef {string | JsonObject} Linked an address, or the object itself
 * @typedef {{withdrawn: true, id: string, reason: string | null}} Withdrawn the short form of one that was revoked
 * @typedef {{id: string | null, name: string, issuer: Linked}} BadgeClass
 * @typedef {{id: string, name: string, keys: Linked[], revocationList: string | null, startsWith: string[], origins: string[]}} Profile
 * @typedef {{owner: string, pem: string}} Key
 */

/**
 * An award that stands, as far as it says so itself.
 * @typedef {object} Assertion
 * @property {false} withdrawn
 * @property {string} id
 * @property {"hosted" | "signed"} kind
 * @property {Identity} recipient
 * @property {Linked} badge
 * @property {number} issued
 * @property {number | null} expires
 * @property {string | null} creator address of the key that signed it
 * @property {string | null} uid the name that revocation lists of Open Badges 1 use
 * @property {string | null} signedEdition address of the same award as a signed 3.0 credential
 */

/**
 * Whether it says of itself that it is an Open Badges 2.0 assertion, in whatever state.
 * @param {JsonObject} document
 */
export function isAssertion(document) {
  return ofThisEdition(document["@context"]) && items(document["type"]).includes("Assertion");
}

/**
 * How it says it is verified; null where it does not say.
 * @param {JsonObject} document
 */
export function kindOf(document) {
  const found = has(document, "verification") ? document["verification"] : document["verify"];
  const kinds = isObject(found) ? items(found["type"]).map((each) => KINDS.get(each)) : [];
  return kinds.find((kind) => kind !== undefined) ?? null;
}

/**
 * OB 2.0, Assertion. Throws Malformed.
 * @param {JsonObject} document
 * @returns {Assertion | Withdrawn}
 */
export function assertionOf(document) {
  if (!isAssertion(document)) throw new Malformed("It is not an Open Badges 2.0 assertion.");
  const id = text(document, "id");
  if (document["revoked"] === true) {
    const reason = document["revocationReason"];
    return { withdrawn: true, id, reason: typeof reason === "string" ? shown(reason) : null };
  }
  const kind = kindOf(document);
  const verification = oneObject(document, has(document, "verification") ? "verification" : "verify");
  if (!kind) throw new Malformed("Its verification is neither hosted nor signed.");
  const issued = instant(document["issuedOn"], "issuedOn");
  const expires = has(document, "expires") ? instant(document["expires"], "expires") : null;
  if (expires !== null && expires < issued) throw new Malformed("It ends before it begins.");
  return {
    withdrawn: false,
    id,
    kind,
    recipient: recipientOf(document),
    badge: linked(document, "badge"),
    issued,
    expires,
    creator: optionalText(verification, "creator"),
    uid: optionalText(document, "uid"),
    signedEdition: signedEdition(document),
  };
}

/**
 * OB 2.0, IdentityObject of an assertion. Throws Malformed.
 * @param {JsonObject} document
 * @returns {Identity}
 */
export function recipientOf(document) {
  const named = oneObject(document, "recipient");
  const value = text(named, "identity");
  const hashed = named["hashed"];
  if (typeof hashed !== "boolean") {
    throw new Malformed("Its recipient does not say whether it is hashed.");
  }
  if (hashed !== HASHED.test(value)) {
    throw new Malformed("Its recipient is not what it says: hashed, or plain.");
  }
  const type = text(named, "type");
  const salt = named["salt"] ? text(named, "salt") : "";
  // As OB 3.0 calls it.
  return { type: type === "email" ? "emailAddress" : type, value, hashed, salt };
}

/**
 * OB 2.0, BadgeClass: all that is required is there. Throws Malformed.
 * @param {JsonObject} document
 * @returns {BadgeClass}
 */
export function badgeClassOf(document) {
  require(document, "BadgeClass");
  for (const name of ["description", "image", "criteria"]) {
    const value = document[name];
    const empty = typeof value === "object" && value !== null && !Object.keys(value).length;
    if (!value || empty) throw new Malformed(`Its ${name} is missing.`);
  }
  return {
    id: optionalText(document, "id"),
    name: text(document, "name"),
    issuer: linked(document, "issuer"),
  };
}

/**
 * OB 2.0, Profile of an issuer. Throws Malformed.
 * @param {JsonObject} document
 * @returns {Profile}
 */
export function profileOf(document) {
  require(document, "Profile", "Issuer");
  text(document, "url");
  const verification = document["verification"];
  const scope = isObject(verification) ? verification : {};
  return {
    id: text(document, "id"),
    name: text(document, "name"),
    keys: several(document, "publicKey"),
    revocationList: optionalText(document, "revocationList"),
    startsWith: items(scope["startsWith"]),
    origins: items(scope["allowedOrigins"]),
  };
}

/**
 * OB 2.0, CryptographicKey. Throws Malformed.
 * @param {JsonObject} document
 * @returns {Key}
 */
export function keyOf(document) {
  require(document, "CryptographicKey");
  optionalText(document, "id");
  return { owner: text(document, "owner"), pem: text(document, "publicKeyPem") };
}

/**
 * OB 2.0, RevocationList: the assertions that it names, by id or uid. Throws Malformed.
 * @param {JsonObject} document
 */
export function revokedIn(document) {
  require(document, "RevocationList");
  const found = document["revokedAssertions"] ?? null;
  if (found === null) throw new Malformed("Its revokedAssertions are missing.");
  /** @type {{name: string, reason: string | null}[]} */
  const revoked = [];
  for (const each of Array.isArray(found) ? found : [found]) {
    if (typeof each === "string") {
      revoked.push({ name: each, reason: null });
    } else if (isObject(each)) {
      if (each["revoked"] === false) continue;
      const said = each["revocationReason"];
      const reason = typeof said === "string" ? shown(said) : null;
      const names = [each["id"], each["uid"]].filter((name) => typeof name === "string");
      if (!names.length) throw new Malformed("One of its entries has no name.");
      revoked.push(...names.map((name) => ({ name, reason })));
    } else {
      throw new Malformed("One of its entries is neither a text nor an object.");
    }
  }
  return revoked;
}

/**
 * OB 2.0, DateTime: ISO 8601 with time and zone; seconds may be left out. Throws Malformed.
 * @param {JsonValue | undefined} value
 * @param {string} name
 */
export function instant(value, name) {
  const match = typeof value === "string" ? INSTANT.exec(value) : null;
  if (match) match[6] ??= "00";
  const moment = momentOf(match);
  if (moment === null) throw new Malformed(`Its ${name} is not a moment like 2026-11-22T09:30:00Z.`);
  return moment;
}

/** @param {JsonObject} document */
function signedEdition(document) {
  const related = document["related"] ?? [];
  for (const each of Array.isArray(related) ? related : [related]) {
    if (isObject(each) && typeof each["id"] === "string") {
      const types = items(each["type"]).join(" ");
      if (/OpenBadgeCredential|AchievementCredential/.test(types)) return each["id"];
    }
  }
  return null;
}

/** @param {JsonValue | undefined} context */
function ofThisEdition(context) {
  return items(context).some((each) => CONTEXTS.includes(each));
}

/**
 * @param {JsonObject} document
 * @param {string} type
 * @param {...string} others
 */
function require(document, type, ...others) {
  // What is inside another document has the context of that one.
  if (has(document, "@context") && !ofThisEdition(document["@context"])) {
    throw new Malformed("It is not written in Open Badges 2.0.");
  }
  const types = items(document["type"]);
  if (![type, ...others].some((each) => types.includes(each))) {
    throw new Malformed(`Its type is not ${type}.`);
  }
}

/**
 * The texts of a value that may be one text or a list.
 * @param {JsonValue | undefined} value
 * @returns {string[]}
 */
function items(value) {
  return (Array.isArray(value) ? value : [value]).filter((each) => typeof each === "string");
}

/**
 * @param {JsonObject} document
 * @param {string} name
 * @returns {Linked[]}
 */
function several(document, name) {
  const found = has(document, name) ? document[name] : [];
  const all = Array.isArray(found) ? found : [found];
  if (all.length > MAX_LISTED) {
    throw new Malformed(`Its ${name} has more than ${MAX_LISTED} entries.`);
  }
  return all.map((each) => {
    if (typeof each === "string" || isObject(each)) return each;
    throw new Malformed(`Its ${name} is neither an address nor an object.`);
  });
}

/**
 * @param {JsonObject} document
 * @param {string} name
 * @returns {Linked}
 */
function linked(document, name) {
  const value = document[name];
  if ((typeof value === "string" && value) || isObject(value)) return value;
  throw new Malformed(`Its ${name} is missing, or neither an address nor an object.`);
}
