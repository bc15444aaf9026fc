// Is it this person? Step 7 of verifying: what is known from outside against what was signed.
// The rule for e-mail: surrounding space is dropped; the address is tried as typed, in lower case, and
// in lower case with its domain in ASCII and in Unicode form. A plus-address is another address.
/** @import {Identity} from "./shape.js" */
import { asciiDomain, unicodeDomain } from "./domains.js";
import { hex, sha256, utf8 } from "./values.js";
import { failed, held, isFailed, isHeld, notChecked } from "./verdict.js";

const HASH = /^sha256\$([0-9a-fA-F]{64})$/;

/**
 * Whether one of the recipient's `identities` is this e-mail address, and one this name.
 * @param {Identity[]} identities
 * @param {string | null} email
 * @param {string | null} name
 */
export async function checkRecipient(identities, email, name) {
  const compared = [];
  if (email !== null) {
    const forms = emailForms(email);
    compared.push(await compare("e-mail address", "emailAddress", forms, (text) => text.toLowerCase(), identities));
  }
  if (name !== null) {
    compared.push(await compare("name", "name", [name, name.trim()], plainName, identities));
  }
  const found = compared.find(isFailed) ?? compared.find((finding) => !isHeld(finding)) ?? compared[0];
  return found ?? notChecked("Nobody was named to compare the recipient with.");
}

/**
 * The ways in which an issuer may have written this address before hashing it.
 * @param {string} email
 */
export function emailForms(email) {
  const typed = email.trim();
  const lower = typed.toLowerCase();
  const at = lower.lastIndexOf("@");
  const domain = lower.slice(at + 1);
  const domains = at < 0 ? [] : [asciiDomain(domain), unicodeDomain(domain)];
  const others = domains.filter((each) => each !== null).map((each) => `${lower.slice(0, at)}@${each}`);
  return [...new Set([typed, lower, ...others])];
}

/**
 * `sha256$` and the digits of the hash of a text with its salt.
 * @param {string} text
 * @param {string} salt
 */
export async function identityHash(text, salt) {
  return `sha256$${hex(await sha256(utf8(text + salt)))}`;
}

/**
 * @param {string} what
 * @param {string} type
 * @param {string[]} forms
 * @param {(text: string) => string} fold
 * @param {Identity[]} all
 */
async function compare(what, type, forms, fold, all) {
  const identities = all.filter((each) => each.type === type);
  const readable = identities.filter((each) => !each.hashed || HASH.test(each.value));
  for (const each of readable) {
    for (const form of forms) {
      const matches = each.hashed
        ? (await identityHash(form, each.salt)) === each.value.toLowerCase()
        : fold(each.value.trim()) === fold(form);
      if (matches) return held(`Made out to this ${what}.`);
    }
  }
  if (!identities.length) return notChecked(`It was not made out to any ${what}.`);
  if (!readable.length) return notChecked(`Its ${what} is hashed in a way that proves nothing.`);
  return failed(`It was made out to another person: the ${what} differs.`);
}

/** @param {string} name */
function plainName(name) {
  const folded = name.normalize("NFKC").toUpperCase().toLowerCase();
  return folded.split(/\s+/).filter(Boolean).join(" ");
}
