// Lists that name what is revoked: `1EdTechRevocationList` of Open Badges 3.0, now deprecated. Such a
// list is not signed: it rests on the connection to its address, which the credential names.
/** @import {Source} from "./sources.js" */
/** @import {JsonObject} from "./values.js" */
import { BadValue, Unavailable, Unusable } from "./errors.js";
import { parse } from "./strict-json.js";
import { has, isObject, listed } from "./values.js";
import { shown } from "./words.js";

const MAX_LIST = 4_000_000;
// The specification names the first, the reference validator reads the second.
const MEMBERS = ["revokedCredentials", "revokedCredential"];

/**
 * What the list at `url` says of the credential with this id; null if nothing. Throws Unusable.
 * @param {Source} source
 * @param {string} url
 * @param {string} credential
 * @param {string} issuer
 * @returns {Promise<{reason: string | null} | null>}
 */
export async function lookUp(source, url, credential, issuer) {
  for (const each of entriesOf(await fetched(source, url, issuer), url)) {
    if (plain(String(each["id"])) === plain(credential) && each["revoked"] !== false) {
      const reason = each["revocationReason"];
      return { reason: typeof reason === "string" && reason ? shown(reason) : null };
    }
  }
  return null;
}

/**
 * @param {Source} source
 * @param {string} url
 * @param {string} issuer
 */
async function fetched(source, url, issuer) {
  const where = `The revocation list at ${shown(url)}`;
  let found;
  try {
    found = parse(await source.fetch(url, MAX_LIST), MAX_LIST);
  } catch (error) {
    if (error instanceof Unavailable) {
      throw new Unusable(`Its revocation list could not be fetched: ${error.message}.`);
    }
    if (!(error instanceof BadValue)) throw error;
    throw new Unusable(`${where} cannot be read: ${shown(error.message)}.`);
  }
  if (!isObject(found)) throw new Unusable(`${where} is not an object.`);
  if (has(found, "id") && found["id"] !== url) throw new Unusable(`${where} is another list.`);
  const whose = found["issuer"];
  if (has(found, "issuer") && (isObject(whose) ? whose["id"] : whose) !== issuer) {
    throw new Unusable(`${where} is another issuer's.`);
  }
  return found;
}

/**
 * @param {JsonObject} found
 * @param {string} url
 */
function entriesOf(found, url) {
  if (!MEMBERS.some((name) => has(found, name))) {
    throw new Unusable(`What stands at ${shown(url)} is no revocation list.`);
  }
  return MEMBERS.flatMap((name) => listed(found[name])).map((each) => {
    // A bare id, as lists of Open Badges 2.0 have it, means the same.
    const entry = typeof each === "string" ? { id: each } : each;
    if (!isObject(entry) || typeof entry["id"] !== "string") {
      throw new Unusable(`The revocation list at ${shown(url)} has an entry without an id.`);
    }
    return entry;
  });
}

/**
 * OB 3.0, "Credential Equality": ids are the same after trimming and percent-decoding.
 * @param {string} identifier
 */
function plain(identifier) {
  try {
    return decodeURIComponent(identifier.trim());
  } catch {
    return identifier.trim();
  }
}
