// Credentials as JSON Web Tokens: what is inside, and whether its claims agree with it.
// OB 3.0, "JSON Web Token Proof Format"; VC Data Model 1.1 (the credential in `vc`); VC-JOSE-COSE.
/** @import {JsonObject, JsonValue} from "./values.js" */
/** @import {Jws} from "./jws.js" */
import { VC_V1 } from "./names.js";
import { BadValue, Malformed, Unread } from "./errors.js";
import { MAX_DOCUMENT, instant } from "./fields.js";
import { parse } from "./strict-json.js";
import { has, isObject, listed, without } from "./values.js";
import { shown } from "./words.js";

const CLAIMS = ["iss", "sub", "jti", "nbf", "exp", "iat", "aud"];
const W3C = "vc+jwt";
const KINDS = ["jwt", W3C, "vc+ld+jwt", "vc-ld+jwt"];
const LATEST = 253_402_300_800;
const EARLIEST = -62_135_596_800;

/**
 * A credential in a JWS. Nothing in it is proved yet.
 * @typedef {{jws: Jws, document: JsonObject, expires: number | null}} Token
 */

/**
 * The JSON object that was signed. Throws BadValue.
 * @param {Jws} jws
 */
export function readPayload(jws) {
  const payload = parse(jws.payload, MAX_DOCUMENT);
  if (!isObject(payload)) throw new BadValue("its payload is no JSON object");
  return payload;
}

/**
 * The credential in a token, whose claims agree with it.
 *
 * Throws Malformed for claims that contradict the credential, Unread for a token of another kind.
 * @param {Jws} jws
 * @param {JsonObject} payload
 * @returns {Token}
 */
export function tokenOf(jws, payload) {
  const kind = kindOf(jws.header["typ"]);
  const document = has(payload, "vc") ? fromClaim(payload) : without(payload, ...CLAIMS);
  const { issuer, credentialSubject: subject } = document;
  agree(payload, "iss", isObject(issuer) ? issuer["id"] : issuer, "issuer");
  agree(payload, "jti", document["id"], "id");
  if (isObject(subject)) agree(payload, "sub", subject["id"], "recipient");
  const older = listed(document["@context"]).includes(VC_V1);
  const [begin, end] = older ? ["issuanceDate", "expirationDate"] : ["validFrom", "validUntil"];
  sameMoment(payload, "nbf", document[begin ?? ""], begin ?? "");
  if (kind !== W3C && has(document, end ?? "")) sameMoment(payload, "exp", document[end ?? ""], end ?? "");
  return { jws, document, expires: moment(payload, "exp") };
}

/** @param {JsonValue | undefined} typ */
function kindOf(typ) {
  if (typ === undefined || typ === null) return "jwt";
  const kind = typeof typ === "string" ? typ.toLowerCase().replace(/^application\//, "") : "";
  if (!KINDS.includes(kind)) {
    throw new Unread(`It is a token of another kind (${shown(String(typ))}).`);
  }
  return kind;
}

/**
 * VC Data Model 1.1 section 6.3.1: what the claims say need not be repeated in `vc`.
 * @param {JsonObject} payload
 */
function fromClaim(payload) {
  const inside = payload["vc"];
  if (!isObject(inside)) throw new Malformed("Its claim vc is not an object.");
  if (["@context", "type", "credentialSubject"].some((name) => has(payload, name))) {
    throw new Malformed("It holds two credentials, one in the claim vc and one around it.");
  }
  /** @type {JsonObject} */
  const document = { ...inside };
  for (const [claim, name] of [["iss", "issuer"], ["jti", "id"]]) {
    if (claim && name && has(payload, claim) && !has(document, name)) {
      document[name] = payload[claim] ?? null;
    }
  }
  for (const [claim, name] of [["nbf", "issuanceDate"], ["exp", "expirationDate"]]) {
    const when = claim ? moment(payload, claim) : null;
    if (name && when !== null && !has(document, name)) {
      document[name] = `${new Date(Math.floor(when / 1000) * 1000).toISOString().slice(0, 19)}Z`;
    }
  }
  const subject = document["credentialSubject"];
  if (isObject(subject) && has(payload, "sub")) {
    document["credentialSubject"] = { id: payload["sub"] ?? null, ...subject };
  }
  return document;
}

/**
 * @param {JsonObject} payload
 * @param {string} claim
 * @param {JsonValue | undefined} said
 * @param {string} what
 */
function agree(payload, claim, said, what) {
  if (has(payload, claim) && (typeof payload[claim] !== "string" || payload[claim] !== said)) {
    throw new Malformed(`Its claim ${claim} does not agree with the credential's ${what}.`);
  }
}

/**
 * @param {JsonObject} payload
 * @param {string} claim
 * @param {JsonValue | undefined} said
 * @param {string} name
 */
function sameMoment(payload, claim, said, name) {
  const when = moment(payload, claim);
  if (when === null) return;
  let other;
  try {
    other = instant(said, name);
  } catch {
    throw new Malformed(`Its claim ${claim} has no ${name} in the credential to agree with.`);
  }
  if (Math.abs(when - other) >= 1000) {
    throw new Malformed(`Its claim ${claim} does not agree with the credential's ${name}.`);
  }
}

/**
 * A NumericDate (RFC 7519 section 2): seconds since 1970.
 * @param {JsonObject} payload
 * @param {string} claim
 */
function moment(payload, claim) {
  if (!has(payload, claim)) return null;
  const value = payload[claim];
  if (typeof value === "number" && value >= EARLIEST && value < LATEST) return value * 1000;
  throw new Malformed(`Its claim ${claim} is not a moment in seconds since 1970.`);
}
