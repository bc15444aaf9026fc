// The page of a missing address: says what looks wrong where that of an award was meant.
import { phrase, wordsOf } from "../page/site.js";

const LENGTH = 26;
const MEANT = /** @type {Record<string, string>} */ ({ o: "0", i: "1", l: "1" });

const [, before, typed] = /^(.*\/awards\/)([^/]+)/.exec(location.pathname) ?? [];
if (before && typed) await explain(before, readable(typed));

/**
 * @param {string} folder path of the folder of all awards
 * @param {string} id what was typed for the award
 */
async function explain(folder, id) {
  const words = await wordsOf("missing");
  const letters = [...new Set([...id.toLowerCase()].filter((each) => !/[0-9a-hjkmnp-tv-z]/.test(each)))];
  const meant = id.toLowerCase().replace(/[^0-9a-z]/g, "").replace(/[oil]/g, (letter) => MEANT[letter] ?? "");
  /** @type {DocumentFragment[]} */
  const said = [];
  const length = [...id].length;
  if (length !== LENGTH) {
    said.push(phrase(words["missing.length"], { found: `${length}`, needed: `${LENGTH}` }));
  }
  if (letters.length) {
    said.push(phrase(words["missing.letters"], { letters: letters.map((each) => `“${each}”`).join(" ") }));
  }
  if (meant !== id && /^[0-7][0-9a-hjkmnp-tv-z]{25}$/.test(meant)) {
    const link = document.createElement("a");
    link.href = `${folder}${meant}/`;
    link.textContent = meant;
    link.dir = "ltr";
    said.push(phrase(words["missing.meant"], { address: link }));
  }
  const lead = document.querySelector("main .lead");
  if (!said.length || !lead) return;
  const notice = document.createElement("div");
  notice.className = "notice";
  notice.setAttribute("role", "status");
  for (const each of said) {
    const line = document.createElement("p");
    line.append(each);
    notice.append(line);
  }
  lead.after(notice);
}

/**
 * A part of a path as it was typed.
 * @param {string} part
 * @returns {string}
 */
function readable(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
