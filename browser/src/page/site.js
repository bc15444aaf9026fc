// What the page tells its scripts, in attributes: about the site on <html>, about a script on its own element.

/**
 * @typedef {object} Site
 * @property {string} base base_url: what signed documents call this site, without a slash at its end
 * @property {string} root where this copy of the site is served, with a slash at its end
 * @property {string} zone IANA time zone of the issuer
 * @property {string} locale BCP 47 tag that days and numbers are written by
 */

/**
 * The site that this page belongs to.
 * @returns {Site}
 */
export function siteOfPage() {
  const { base = "", root = "", zone = "UTC", locale = "en" } = document.documentElement.dataset;
  return { base, root: new URL(root, document.baseURI).href, zone, locale };
}

/**
 * The sentences of an entry in the language of the page, by dotted key.
 * @param {string} entry
 * @returns {Promise<Record<string, string>>}
 */
export async function wordsOf(entry) {
  const element = document.querySelector(`script[data-entry="${entry}"]`);
  const address = element instanceof HTMLElement ? element.dataset["words"] : undefined;
  if (!address) return {};
  const response = await fetch(address);
  if (!response.ok) throw new Error(`no words for ${entry}`);
  return response.json();
}

/**
 * A sentence with its gaps, written `{name}`, filled.
 * @param {string | undefined} text
 * @param {Record<string, string | Node>} [parts]
 * @returns {DocumentFragment}
 */
export function phrase(text, parts = {}) {
  const made = document.createDocumentFragment();
  for (const [index, piece] of (text ?? "").split(/\{([\w-]+)\}/).entries()) {
    made.append(index % 2 ? (parts[piece] ?? "") : piece);
  }
  return made;
}
