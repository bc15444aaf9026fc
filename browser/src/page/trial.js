// Before any verdict: samples whose verdicts are known. A browser that gets one wrong cannot check.

/**
 * Whether `verify` comes to the right word on every sample in this browser. Never throws.
 * @param {typeof import("../verify/verify.js").verify} verify
 */
export async function canCheck(verify) {
  try {
    const { base, now, files, expected } = (await import("./samples.js")).SAMPLES;
    /** @type {Record<string, string>} */
    const all = files;
    const at = (/** @type {string} */ path) => new TextEncoder().encode(all[path]);
    const fetch = async (/** @type {string} */ url) => {
      const path = url.slice(base.length + 1);
      if (path in all) return at(path);
      throw new Error("no sample");
    };
    for (const [path, word] of Object.entries(expected)) {
      const { verdict } = await verify(at(path), { fetch, now, site: base });
      if (verdict !== word) return false;
    }
    return true;
  } catch {
    return false;
  }
}
