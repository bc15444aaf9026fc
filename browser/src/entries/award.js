// The page of an award: checks in the reader's browser what it shows, and says so.
// This is the verifier; what it says and how that looks comes in a second file, meanwhile.

import { siteOfPage } from "../page/site.js";
import { fetchFrom } from "../page/world.js";
import { examine, MAX_DOCUMENT, verify } from "../verify/verify.js";

const note = document.querySelector("[data-document]");
if (note instanceof HTMLElement) {
  const site = siteOfPage();
  const address = new URL(note.dataset["document"] ?? "", document.baseURI).href;
  const foundAt = `${site.base}/${address.slice(site.root.length)}`;
  const fetch = fetchFrom(site);
  const now = Date.now();
  const seen = import("../page/remembered.js");
  /** @param {Uint8Array<ArrayBuffer>} data */
  const judge = async (data) =>
    examine(data, { fetch, now, site: site.base, foundAt, ...(await seen) });
  const data = fetch(foundAt, MAX_DOCUMENT).catch(() => null);
  const examined = data.then((found) => found && judge(found));
  // Until somebody asks for it, a failure is not yet one.
  examined.catch(() => null);
  // What has no words leaves what the build wrote.
  import("../page/present.js")
    .then(({ present }) => present(note, site, { examined, verify }))
    .catch(() => null);
}
