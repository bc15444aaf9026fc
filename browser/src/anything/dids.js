// Identifiers of issuers: did:web, which leads to a document, and did:key and did:jwk, which need none.
import { Controller } from "./controllers.js";
import { BadValue, KeyRefused, KeyUnread, UnsupportedKey } from "./errors.js";
import { PublicKey } from "./keys.js";
import { parse } from "./strict-json.js";
import { base64urlDecode } from "./texts.js";
import { isObject } from "./values.js";
import { shown } from "./words.js";

const MAX_JWK = 10_000;
const LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
const DID_WEB = new RegExp(
  `^did:web:((?:${LABEL}\\.)*${LABEL})(?:%3[Aa]([0-9]{1,5}))?((?::[A-Za-z0-9._~%-]+)*)$`,
);
const ALL_DIGITS = /^(?:[0-9.]+|.*\.[0-9]+|0[xX][0-9A-Fa-f]+)$/;
const HTTPS = /^https:\/\/([A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?)(?:[/?#][!-~]*)?$/;

/**
 * What a did:web identifier stands for.
 * @typedef {{did: string, host: string, baseUrl: string, document: string}} WebSite
 */

/**
 * The site behind a did:web identifier; null for any other text.
 * @param {string} did
 * @returns {WebSite | null}
 */
export function webSite(did) {
  const match = DID_WEB.exec(did);
  const host = match?.[1] ?? "";
  if (!match || ALL_DIGITS.test(host)) return null;
  const segments = (match[3] ?? "").split(":").slice(1);
  if (segments.some((segment) => climbs(segment))) return null;
  const authority = match[2] ? `${host}:${match[2]}` : host;
  const baseUrl = [`https://${authority}`, ...segments].join("/");
  const folder = segments.length ? baseUrl : `${baseUrl}/.well-known`;
  return { did, host: authority, baseUrl, document: `${folder}/did.json` };
}

/**
 * Where an issuer publishes its keys; null for a text that leads nowhere.
 * @param {string} issuer
 */
export function documentOf(issuer) {
  const site = webSite(issuer);
  if (site) return site.document;
  return HTTPS.test(issuer) && !issuer.includes("#") ? issuer : null;
}

/**
 * The host by which a reader knows the issuer; null for one that is a key, or no address.
 * @param {string} issuer
 */
export function home(issuer) {
  return webSite(issuer)?.host ?? HTTPS.exec(issuer)?.[1] ?? null;
}

/**
 * The controller that a did:key or did:jwk identifier is by itself; null for any other text.
 *
 * Throws KeyRefused for a key that is malformed or weak, KeyUnread for one that is not read here.
 * @param {string} did
 */
export function byItself(did) {
  const text = /^[^:]*:[^:]*:(.*)$/s.exec(did)?.[1] ?? did;
  try {
    if (did.startsWith("did:key:")) return alone(did, text, PublicKey.fromMultibase(text));
    if (did.startsWith("did:jwk:")) return alone(did, "0", fromJwk(text));
  } catch (error) {
    if (error instanceof UnsupportedKey) {
      throw new KeyUnread(`The key ${shown(did)} is of a kind not read here: ${error.message}.`);
    }
    if (error instanceof BadValue) {
      throw new KeyRefused(`The key ${shown(text)} is refused: ${error.message}.`);
    }
    throw error;
  }
  return null;
}

/**
 * The method that a proof means: a key by itself has only one, and some leave it out.
 * @param {string} url
 */
export function methodId(url) {
  if (!url.includes("#") && url.startsWith("did:key:")) return `${url}#${url.slice(8)}`;
  return !url.includes("#") && url.startsWith("did:jwk:") ? `${url}#0` : url;
}

/** @param {string} segment */
function climbs(segment) {
  let plain = segment;
  try {
    plain = decodeURIComponent(segment);
  } catch {
    // What is no UTF-8 names neither folder nor slash.
  }
  return plain === "." || plain === ".." || plain.includes("/");
}

/** @param {string} text */
function fromJwk(text) {
  const jwk = parse(base64urlDecode(text), MAX_JWK, 4);
  if (!isObject(jwk)) throw new BadValue("it is no JWK");
  return PublicKey.fromJwk(jwk);
}

/**
 * @param {string} did
 * @param {string} fragment
 * @param {PublicKey} key
 */
function alone(did, fragment, key) {
  const id = `${did}#${fragment}`;
  return new Controller(did, new Map([[id, { id, key, expires: null, revoked: null }]]));
}
