// What this browser saw before, so that a site that was put back to an older state is noticed.

/** When each status list that this browser saw before was signed, by its address. */
export const remembered = {
  /** @param {string} url */
  get(url) {
    try {
      return Number(localStorage.getItem(url));
    } catch {
      return 0;
    }
  },
  /**
   * @param {string} url
   * @param {number} at
   */
  set(url, at) {
    try {
      localStorage.setItem(url, `${at}`);
    } catch {
      // Where nothing can be kept, nothing is remembered.
    }
  },
};
