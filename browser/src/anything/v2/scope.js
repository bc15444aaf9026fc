// Which addresses the issuer of an Open Badges 2.0 badge speaks for: a hosted badge has no signature,
// so that its address is all that ties the two together (OB 2.0, VerificationObject of a Profile).
/** @import {Profile} from "./shape.js" */

// A server may read such a path as another one, above the prefix that it begins with.
const CLIMBS = /\/\.{1,2}(?:\/|$)|%2e|%2f|%5c|\\/i;

/**
 * Why the profile does not speak for a hosted assertion at this address; null if it does. A clause.
 * @param {Profile} profile
 * @param {string} assertion
 * @param {string | null} badge address of its badge class, if it has one of its own
 */
export function objection(profile, assertion, badge) {
  if (originOf(assertion) === null || CLIMBS.test(pathOf(assertion))) {
    return "its address is not a plain one";
  }
  const { startsWith, origins } = profile;
  if (startsWith.length && !startsWith.some((each) => begins(assertion, each))) {
    return "its issuer's badges begin with another address (startsWith)";
  }
  if (origins.length) {
    const authority = /^https:\/\/([^/?#]*)/i.exec(assertion)?.[1]?.toLowerCase() ?? "";
    if (!origins.some((each) => each.toLowerCase() === authority)) {
      return "its issuer has badges on other hosts only (allowedOrigins)";
    }
  }
  if (startsWith.length || origins.length) return null;
  for (const [what, address] of [["its address", assertion], ["its badge class", badge]]) {
    if (address != null && originOf(address) !== originOf(profile.id)) {
      return `${what} is on another host than its issuer's profile`;
    }
  }
  return null;
}

/**
 * The host of an address, with a port where it is not 443; the address itself without one.
 * @param {string} address
 */
export function hostOf(address) {
  return originOf(address) ?? address;
}

/**
 * `https://a.example` is how `https://a.example.evil.example` begins, too.
 * @param {string} address
 * @param {string} prefix
 */
function begins(address, prefix) {
  return originOf(address) === originOf(prefix) && address.startsWith(prefix);
}

/** @param {string} address */
function pathOf(address) {
  return /^https:\/\/[^/?#]*([^?#]*)/i.exec(address)?.[1] ?? "";
}

/**
 * Host and port of an https address, in lower case; null for what is none.
 * @param {string} address
 */
function originOf(address) {
  const authority = /^https:\/\/([^/?#]*)/i.exec(address)?.[1] ?? "";
  const match = /^([^@:[\]]+)(?::([0-9]{0,5}))?$/.exec(authority);
  if (!match) return null;
  const host = (match[1] ?? "").toLowerCase();
  const port = Number(match[2] || 443);
  if (port > 65_535) return null;
  return port === 443 || port === 0 ? host : `${host}:${port}`;
}
