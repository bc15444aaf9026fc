// Signed Open Badges 2.0 badges: whose key it was, and whether the issuer took the badge back.
// OB 2.0, "Signed Verification": the key must stand in the issuer's profile as its own address serves it.
/** @import {Jws} from "../jws.js" */
/** @import {Finding} from "../verdict.js" */
/** @import {Linker} from "./linker.js" */
/** @import {Assertion, Linked, Profile} from "./shape.js" */
import { BadValue, Malformed, Unavailable, UnknownAlgorithm } from "../errors.js";
import { check as checkJws } from "../jws.js";
import { PublicKey } from "../keys.js";
import { failed, held, notChecked } from "../verdict.js";
import { ended, shown } from "../words.js";
import { keyOf, revokedIn } from "./shape.js";

const MAX_TRIED = 16;

/** A key that may not vouch for the badge. A sentence. */
class Refused extends Error {}

/**
 * Whether a key of the issuer's signed the badge: the findings of steps 3 and 4.
 * @param {Jws} signature
 * @param {Assertion} assertion
 * @param {Profile} profile
 * @param {Linker} linker
 * @returns {Promise<[Finding, Finding]>}
 */
export async function checkSigned(signature, assertion, profile, linker) {
  const { creator } = assertion;
  const candidates = profile.keys.filter((each) => creator === null || addressOf(each) === creator);
  if (!candidates.length) {
    const untried = notChecked("There was no key to try it with.");
    if (creator === null || !profile.keys.length) {
      return [untried, notChecked("The issuer's profile names no key.")];
    }
    return [untried, failed(`The issuer's profile does not name the key ${shown(creator)}.`)];
  }
  let [refused, unread] = ["", ""];
  for (const link of candidates.slice(0, MAX_TRIED)) {
    try {
      const objection = await checkJws(signature, await keyAt(link, profile, linker));
      if (objection === null) {
        return [
          held("The signature fits what is signed, letter by letter."),
          held("The issuer's own profile names the key."),
        ];
      }
      refused = `The issuer's key does not fit: ${objection}.`;
    } catch (error) {
      if (error instanceof Unavailable) {
        unread = `A key of the issuer's cannot be read: ${error.message}.`;
      } else if (error instanceof UnknownAlgorithm) {
        unread = `It is signed with ${error.message}, which is not read here.`;
      } else if (error instanceof Refused) {
        refused = error.message;
      } else {
        throw error;
      }
    }
  }
  if (unread) return [notChecked(unread), notChecked("No key of the issuer's could be tried.")];
  return [failed(refused), notChecked("No key of the issuer's fits.")];
}

/**
 * Whether the issuer's revocation list, if there is one, names the badge; failed if it does.
 * @param {Assertion} assertion
 * @param {Profile} profile
 * @param {Linker} linker
 * @returns {Promise<{finding: Finding, reason: string | null}>}
 */
export async function standingOf(assertion, profile, linker) {
  const { revocationList } = profile;
  if (revocationList === null) {
    return { finding: held("The issuer keeps no revocation list."), reason: null };
  }
  let revoked;
  try {
    revoked = revokedIn(await linker.at(revocationList));
  } catch (error) {
    const lead = "The issuer's revocation list cannot be read";
    if (error instanceof Unavailable) {
      return { finding: notChecked(`${lead}: ${error.message}.`), reason: null };
    }
    if (!(error instanceof Malformed)) throw error;
    return { finding: notChecked(`${lead}. ${error.message}`), reason: null };
  }
  const found = revoked.find(({ name }) => name === assertion.id || name === assertion.uid);
  if (!found) {
    return { finding: held("The issuer's revocation list does not name it."), reason: null };
  }
  const why = found.reason ? `: ${ended(found.reason)}` : ".";
  const finding = failed(`Withdrawn, by the issuer's revocation list${why}`);
  return { finding, reason: found.reason };
}

/**
 * @param {Linked} link
 * @param {Profile} profile
 * @param {Linker} linker
 */
async function keyAt(link, profile, linker) {
  let found;
  try {
    found = keyOf(await linker.resolve(link));
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    throw new Refused(`A key of the issuer's cannot be relied on. ${error.message}`);
  }
  if (found.owner !== profile.id) {
    throw new Refused(`The key is not the issuer's: it belongs to ${shown(found.owner)}.`);
  }
  try {
    return PublicKey.fromPem(found.pem);
  } catch (error) {
    if (!(error instanceof BadValue)) throw error;
    throw new Refused(`The issuer's key is refused: ${shown(error.message)}.`);
  }
}

/** @param {Linked} link */
function addressOf(link) {
  if (typeof link === "string") return link;
  const own = link["id"];
  return typeof own === "string" ? own : null;
}
