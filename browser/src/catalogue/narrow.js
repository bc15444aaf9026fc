// Which credentials fit what a reader typed and chose. Pure: it knows no page.

/**
 * @typedef {object} Item
 * @property {string} text all that words are looked for in
 * @property {Record<string, readonly string[]>} values by facet
 */

/**
 * @typedef {object} Wish
 * @property {string} words
 * @property {Record<string, string>} chosen by facet; a facet that is open is not there
 */

// Letters that Unicode does not take apart into a plain letter and a mark.
const PLAIN = /** @type {Record<string, string>} */ ({
  ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", ł: "l", þ: "th", ı: "i", ħ: "h",
  ς: "σ", "\u0640": "", ى: "ي", ة: "ه", ک: "ك", ی: "ي",
});
const LETTERS = new RegExp(`[${Object.keys(PLAIN).join("")}]`, "gu");

/**
 * Text as it is looked for: without case, accents, and the marks of Arabic and Hebrew.
 * @param {string} text
 */
export function folded(text) {
  const bare = text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
  return bare.replace(LETTERS, (letter) => PLAIN[letter] ?? letter);
}

/**
 * @param {Wish} wish
 * @returns {(item: Item) => boolean} whether it has every word and every choice
 */
export function fits(wish) {
  const words = folded(wish.words).split(/\s+/u).filter(Boolean);
  const chosen = Object.entries(wish.chosen);
  return ({ text, values }) =>
    words.every((word) => text.includes(word)) &&
    chosen.every(([facet, value]) => values[facet]?.includes(value));
}

/**
 * What may be chosen: every value of a facet, in the order of a language; none if there is no choice.
 * @param {readonly Item[]} items
 * @param {string} facet
 * @param {string} locale
 */
export function choices(items, facet, locale) {
  const every = [...new Set(items.flatMap((item) => item.values[facet] ?? []))];
  return every.length < 2 ? [] : every.sort(new Intl.Collator(locale, { numeric: true }).compare);
}
