// The outside world of a check: the files of this site, wherever they are served.

import { collected } from "../verify/bytes.js";

/** @typedef {import("./site.js").Site} Site */

const MILLISECONDS = 15_000;

/**
 * Fetches what stands below the site's address from the copy that this page is part of.
 * @param {Site} site
 * @returns {import("../verify/verify.js").Context["fetch"]}
 */
export const fetchFrom = (site) => async (url, most) => {
  if (!url.startsWith(`${site.base}/`)) throw new Error(url);
  const answer = await fetch(site.root + url.slice(site.base.length + 1), {
    cache: "no-cache",
    redirect: "error",
    signal: AbortSignal.timeout(MILLISECONDS),
  });
  if (!answer.ok || !answer.body) throw new Error(url);
  return collected(answer.body, most);
};
