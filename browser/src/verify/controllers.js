// The document in which an issuer publishes its keys, and which of them may vouch.
// did:web; Controlled Identifiers 1.0, "Retrieve Verification Method".

import { isObject, leave, listed, refuse } from "./finding.js";
import { instant } from "./instants.js";
import { parse } from "./json.js";
import { multikey } from "./keys.js";

/** @typedef {import("./finding.js").JsonObject} JsonObject */
/** @typedef {import("./finding.js").JsonValue} JsonValue */
/** @typedef {import("./keys.js").Key} Key */
/** @typedef {import("./verify.js").Context} Context */

/**
 * @typedef {object} Method a key that is listed for assertions
 * @property {Key} key
 * @property {number | null} expires
 * @property {number | null} revoked
 *
 * @typedef {object} Controller
 * @property {string[]} ids of the keys that it publishes
 * @property {(id: string) => Method} method throws Stop where there is none, or it may not vouch
 */

export const MAX_KEYS = 200_000;
const MAX_METHODS = 100;
const LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
const DID_WEB = new RegExp(
  `^did:web:((?:${LABEL}\\.)*${LABEL})(?:%3[Aa](\\d{1,5}))?((?::[A-Za-z0-9._~%-]+)*)$`,
);

/**
 * The site behind a did:web identifier; null for any other text.
 * @param {string} did
 * @returns {{ host: string, base: string, document: string } | null}
 */
export function webSite(did) {
  const [, name = "", port, path = ""] = DID_WEB.exec(did) ?? [];
  if (!name || /^([\d.]+|.*\.\d+|0x[\da-f]+)$/i.test(name)) return null;
  const segments = path.split(":").slice(1);
  if (segments.some((each) => /^(\.|%2e){1,2}$|%2f/i.test(each))) return null;
  const host = port ? `${name}:${port}` : name;
  const base = [`https://${host}`, ...segments].join("/");
  const folder = segments.length ? base : `${base}/.well-known`;
  return { host, base, document: `${folder}/did.json` };
}

/**
 * The keys of an issuer. Throws Stop for what stands in their way.
 * @param {string} issuer
 * @param {Context} context
 * @returns {Promise<Controller>}
 */
export async function controllerOf(issuer, context) {
  if (issuer.startsWith("did:key:")) return (await import("./did-key.js")).documentOf(issuer);
  const address = webSite(issuer)?.document;
  if (!address) leave("keys-unread");
  const document = await context.fetch(address, MAX_KEYS).then(parse).catch(() => null);
  return readDocument(document, issuer);
}

/**
 * The document of `did`. Throws Stop if it is another's, or no such document.
 * @param {JsonValue} document
 * @param {string} did
 * @returns {Controller}
 */
function readDocument(document, did) {
  if (!isObject(document)) leave("keys-unavailable");
  if (document["id"] !== did) refuse("keys-of-another");
  const published = listed(document["verificationMethod"]);
  const assertions = listed(document["assertionMethod"]);
  const embedded = assertions.filter((each) => typeof each !== "string");
  const many = Math.max(published.length, assertions.length) > MAX_METHODS;
  if (many || !(embedded.length || (assertions.length && published.length))) leave("keys-unavailable");
  /** @type {Map<string, { method: JsonObject, isListed: boolean } | null>} */
  const methods = new Map();
  for (const method of [...published, ...embedded]) {
    const id = isObject(method) ? method["id"] : null;
    const isTwice = methods.has(String(id));
    if (!isObject(method) || typeof id !== "string" || (isTwice && !embedded.includes(method))) {
      return leave("keys-unavailable");
    }
    const isListed = assertions.includes(id) || embedded.includes(method);
    // Of two with one id, readers could decide differently which is meant.
    methods.set(id, isTwice ? null : { method, isListed });
  }
  return {
    ids: [...methods.keys()],
    method(id) {
      const found = methods.get(id);
      if (found === undefined) refuse("no-such-key");
      if (!found?.isListed || !id.startsWith(`${did}#`) || found.method["controller"] !== did) {
        refuse("key-refused");
      }
      const { method } = found;
      return {
        key: multikeyOf(method),
        expires: "expires" in method ? instant(method["expires"]) : null,
        revoked: "revoked" in method ? instant(method["revoked"]) : null,
      };
    },
  };
}

/** @param {JsonObject} method */
function multikeyOf(method) {
  const { type, publicKeyMultibase, publicKeyJwk } = method;
  const kind = Array.isArray(type) && type.length === 1 ? type[0] : type;
  if (typeof kind !== "string") refuse("key-refused");
  if (kind !== "Multikey") leave("key-unread");
  if (publicKeyJwk !== undefined) refuse("key-refused");
  return multikey(publicKeyMultibase);
}
