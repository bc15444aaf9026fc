// A did:key is its own document. Loaded where one is met: this site's issuer has another name.

import { refuse } from "./finding.js";
import { multikey } from "./keys.js";

/**
 * The document of a did:key. Throws Stop for a key that is refused or not read.
 * @param {string} did
 * @returns {import("./controllers.js").Controller}
 */
export function documentOf(did) {
  const text = did.slice("did:key:".length);
  const only = { key: multikey(text), expires: null, revoked: null };
  return {
    ids: [],
    method: (id) => (id === `${did}#${text}` ? only : refuse("no-such-key")),
  };
}
