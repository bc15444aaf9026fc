// Is it this person? Step 7 of verifying: what is known from outside against what was signed.
// OB 3.0 IdentityObject. The rule for e-mail: surrounding space is dropped; the address is tried as
// typed, in lower case, and with its domain in ASCII and in Unicode form. A plus-address is another
// address. Names match whatever their case, spacing and normal form. Nothing leaves the browser.

import { sha256, toHex, utf8 } from "./bytes.js";
import { failed, held, unchecked } from "./finding.js";

/** @typedef {import("./finding.js").Finding} Finding */
/** @typedef {import("./shape.js").Identity} Identity */

const EMAIL = {
  type: "emailAddress",
  same: held("same-email"),
  none: unchecked("no-email"),
  other: failed("other-email"),
};
const NAME = {
  type: "name",
  same: held("same-name"),
  none: unchecked("no-name"),
  other: failed("other-name"),
};

/**
 * Whether one of the identities is this e-mail address, and one this name, where they are given.
 * @param {Identity[]} identities
 * @param {{ email?: string, name?: string }} person
 * @returns {Promise<Finding>}
 */
export async function isMadeOutTo(identities, { email, name }) {
  /** @type {Finding[]} */
  const compared = [];
  if (email !== undefined) {
    compared.push(await compare(EMAIL, emailForms(email), lower, identities));
  }
  if (name !== undefined) {
    compared.push(await compare(NAME, [name, name.trim()], plain, identities));
  }
  const [first = unchecked("nobody-named")] = compared;
  return (
    compared.find(({ outcome }) => outcome === "failed") ??
    compared.find(({ outcome }) => outcome !== "held") ??
    first
  );
}

/**
 * The ways in which an issuer may have written this address before hashing it.
 * @param {string} email
 */
export function emailForms(email) {
  const typed = email.trim();
  const forms = [typed, lower(typed)];
  const at = typed.lastIndexOf("@");
  if (at >= 0) {
    const local = lower(typed.slice(0, at));
    const ascii = asciiDomain(lower(typed.slice(at + 1)));
    if (ascii) forms.push(`${local}@${ascii}`, `${local}@${unicodeDomain(ascii)}`);
  }
  return [...new Set(forms)];
}

/**
 * @param {typeof EMAIL} kind
 * @param {string[]} forms
 * @param {(text: string) => string} fold
 * @param {Identity[]} all
 */
async function compare({ type, same, none, other }, forms, fold, all) {
  const identities = all.filter((each) => each.type === type);
  const readable = identities.filter((each) => !each.hashed || /^sha256\$[0-9a-f]{64}$/i.test(each.value));
  for (const identity of readable) {
    for (const form of forms) {
      if (await matches(identity, form, fold)) return same;
    }
  }
  if (!identities.length) return none;
  return readable.length ? other : none;
}

/**
 * @param {Identity} identity
 * @param {string} form
 * @param {(text: string) => string} fold
 */
async function matches({ hashed, value, salt }, form, fold) {
  if (!hashed) return fold(value.trim()) === fold(form);
  return `sha256$${toHex(await sha256(utf8(form + salt)))}` === value.toLowerCase();
}

const lower = (/** @type {string} */ text) => text.toLowerCase();

const plain = (/** @type {string} */ name) =>
  // Both ways, since ß has two capitals and no other letter is its own.
  name.normalize("NFKC").toUpperCase().toLowerCase().split(/\s+/).filter(Boolean).join(" ");

/** @param {string} domain */
function asciiDomain(domain) {
  try {
    return new URL(`https://${domain}`).hostname;
  } catch {
    return null;
  }
}

/**
 * Each label that begins with xn-- as what it stands for (RFC 3492, Punycode).
 * @param {string} domain in ASCII
 */
function unicodeDomain(domain) {
  return domain
    .split(".")
    .map((label) => (label.startsWith("xn--") ? punycode(label.slice(4)) : label))
    .join(".");
}

/** @param {string} text */
function punycode(text) {
  const cut = Math.max(text.lastIndexOf("-"), 0);
  const found = [...text.slice(0, cut)];
  let [place, code, bias] = [0, 128, 72];
  for (let at = cut ? cut + 1 : 0; at < text.length; ) {
    const before = place;
    for (let weight = 1, k = 36; ; k += 36) {
      const digit = Number.parseInt(text.charAt(at++), 36);
      // Digits come behind letters: a is 0, 0 is 26.
      const value = digit < 10 ? digit + 26 : digit - 10;
      if (Number.isNaN(value)) return text;
      place += value * weight;
      const least = Math.min(Math.max(k - bias, 1), 26);
      if (value < least) break;
      weight *= 36 - least;
    }
    const length = found.length + 1;
    let delta = Math.floor((place - before) / (before ? 2 : 700));
    delta += Math.floor(delta / length);
    let steps = 0;
    for (; delta > 455; steps += 36) delta = Math.floor(delta / 35);
    bias = steps + Math.floor((36 * delta) / (delta + 38));
    code += Math.floor(place / length);
    place %= length;
    if (code > 0x10ffff) return text;
    found.splice(place++, 0, String.fromCodePoint(code));
  }
  return found.join("");
}
