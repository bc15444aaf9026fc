// Before any verdict: samples whose verdicts are known. A browser that gets one wrong cannot check.
import { Verifier } from "./document.js";
import { Unavailable } from "./errors.js";
import { LIST, LISTED, NOW, SAMPLES } from "./samples.js";
import { utf8 } from "./values.js";

/** @type {Promise<boolean> | undefined} */
let known;

/**
 * Whether this browser comes to the right word on every sample; tried once. Never throws.
 */
export function canCheck() {
  known ??= tried().catch(() => false);
  return known;
}

async function tried() {
  const source = {
    fetch: async (/** @type {string} */ url) => {
      if (url !== LIST) throw new Unavailable("the samples need no more");
      return utf8(LISTED);
    },
  };
  for (const [word, text] of SAMPLES) {
    const verdict = await new Verifier(source, NOW).examine(utf8(text));
    if (verdict.word !== word) return false;
  }
  return true;
}
