// The proof that a document stands in the issuer's permanent record: step 8 of verifying.
// C2SP tlog-proof beside the document, a checkpoint signed by a key of the issuer, and a leaf that
// commits to the unsigned document (RFC 6962 hashing).

import { base64, sha256, toHex, utf8 } from "./bytes.js";
import { webSite } from "./controllers.js";
import { caught, held, refuse, unchecked } from "./finding.js";
import { instant } from "./instants.js";
import { canonical } from "./json.js";
import { placeOf } from "./shape.js";

/** @typedef {import("./controllers.js").Controller} Controller */
/** @typedef {import("./finding.js").Finding} Finding */
/** @typedef {import("./finding.js").JsonObject} JsonObject */
/** @typedef {import("./keys.js").Key} Key */
/** @typedef {import("./shape.js").Credential} Credential */
/** @typedef {import("./verify.js").Context} Context */

const MAX_PROOF = 512_000;
const MAX_HASHES = 63;
const MAX_SIGNATURES = 100;
const EARLIER_TRIED = 16;
const COMMITMENT = "testamur/commitment/v1\n";
const BYTE = (/** @type {number} */ value) => new Uint8Array([value]);

/** @typedef {typeof import("./keys.js").verifies} Verifies the verifier brings it along */

/**
 * Whether and where the document stands in its issuer's record.
 *
 * With `anyVersion` it may be any of the award's versions.
 * @param {JsonObject} document
 * @param {Credential} credential
 * @param {Controller} controller
 * @param {Context} context
 * @param {boolean} anyVersion
 * @param {Verifies} verifies
 * @returns {Promise<Finding>}
 */
export async function entered(document, credential, controller, context, anyVersion, verifies) {
  const base = webSite(credential.issuer)?.base;
  const told = base && context.foundAt ? placeOf(context.foundAt, base) : null;
  const place = base ? (told ?? placeOf(credential.id, base)) : null;
  if (!base || !place) return unchecked("no-record");
  const paths = [place.version];
  if (!told && anyVersion) for (let each = 1; each <= EARLIER_TRIED; each++) paths.push(each);
  /** @type {Finding | null} */
  let flaw = null;
  for (const version of paths) {
    const folder = `${base}/awards/${place.award}/${version ? `v${version}/` : ""}`;
    let data;
    try {
      data = await context.fetch(`${folder}record.tlog-proof`, MAX_PROOF);
    } catch {
      break;
    }
    try {
      return await check(document, data, `${base.slice("https://".length)}/register`, controller, verifies);
    } catch (error) {
      flaw ??= caught(error);
    }
  }
  return flaw && paths.length === 1 ? flaw : unchecked("no-proof");
}

/**
 * Throws Stop where the proof does not show that the document was entered.
 * @param {JsonObject} document
 * @param {Uint8Array<ArrayBuffer>} data
 * @param {string} origin
 * @param {Controller} controller
 * @param {Verifies} verifies
 */
async function check(document, data, origin, controller, verifies) {
  const proof = noted(data);
  const [, extra = "", index = "", hashes = "", note = ""] =
    /^c2sp\.org\/tlog-proof@v1\nextra (\S+)\nindex (0|[1-9][0-9]{0,14})\n((?:\S+\n)*)\n([^]+)$/.exec(proof) ??
    bad();
  const [size, root] = await head(note, origin, controller, verifies);
  const added = bytes(extra);
  const path = hashes.split("\n").slice(0, -1).map(bytes);
  const day = new TextDecoder().decode(added.slice(32));
  if (added.length !== 42 || path.length > MAX_HASHES || path.some((each) => each.length !== 32)) bad();
  try {
    instant(`${day}T00:00:00Z`);
  } catch {
    bad();
  }
  const { proof: _, ...unsigned } = document;
  const text = await sha256(utf8(canonical(unsigned)));
  const committed = toHex(await sha256(utf8(COMMITMENT), added.slice(0, 32), text));
  const leaf = await sha256(BYTE(0), utf8(`issue 1 ${day} ${committed}`));
  if (!(await holds(leaf, Number(index), size, path, root))) refuse("not-entered");
  return held("entered", { number: Number(index) + 1, day });
}

/**
 * Size and root of a checkpoint of `origin` that a key of the issuer has signed.
 * @param {string} note
 * @param {string} origin
 * @param {Controller} controller
 * @param {Verifies} verifies
 * @returns {Promise<[number, Uint8Array]>}
 */
async function head(note, origin, controller, verifies) {
  const end = note.lastIndexOf("\n\n");
  const text = note.slice(0, end + 1);
  const lines = note.slice(end + 2).split("\n");
  if (end < 1 || lines.pop() !== "" || lines.length > MAX_SIGNATURES) bad();
  const keys = await Promise.all(keysOf(controller).map((key) => hinted(origin, key)));
  const seen = new Set();
  let signed = false;
  for (const line of lines) {
    const [, name = "", signature = ""] = /^\u2014 ([^\s+]+) (\S+)$/.exec(line) ?? bad();
    const whole = bytes(signature);
    if (whole.length <= 4) bad();
    const hint = `${name} ${toHex(whole.slice(0, 4))}`;
    if (seen.has(hint)) bad();
    seen.add(hint);
    const known = keys.find((each) => each.hint === hint);
    if (!known) continue;
    if (!(await verifies(known.key, whole.slice(4), utf8(text)))) bad();
    signed = true;
  }
  const [, named, size, root = ""] = /^(.+)\n(0|[1-9][0-9]{0,14})\n(\S+)\n$/.exec(text) ?? bad();
  const hash = bytes(root);
  if (!signed || named !== origin || hash.length !== 32) bad();
  return [Number(size), hash];
}

/**
 * The issuer's keys that can sign a checkpoint; which of them may, only its log says.
 * @param {Controller} controller
 */
function keysOf(controller) {
  /** @type {Key[]} */
  const keys = [];
  for (const id of controller.ids) {
    try {
      const { key, revoked } = controller.method(id);
      if (key.algorithm === "Ed25519" && revoked === null) keys.push(key);
    } catch (error) {
      caught(error);
    }
  }
  return keys;
}

/**
 * @param {string} origin
 * @param {Key} key
 */
async function hinted(origin, key) {
  const id = await sha256(utf8(`${origin}\n`), BYTE(1), key.raw);
  return { key, hint: `${origin} ${toHex(id.slice(0, 4))}` };
}

/**
 * RFC 9162 section 2.1.3.2.
 * @param {Uint8Array} leaf
 * @param {number} index
 * @param {number} size
 * @param {Uint8Array[]} path
 * @param {Uint8Array} root
 */
async function holds(leaf, index, size, path, root) {
  if (index >= size) return false;
  let [position, last, current] = [BigInt(index), BigInt(size - 1), leaf];
  for (const sibling of path) {
    if (!last) return false;
    if (position & 1n || position === last) {
      current = await sha256(BYTE(1), sibling, current);
      while (!(position & 1n) && position) {
        position >>= 1n;
        last >>= 1n;
      }
    } else {
      current = await sha256(BYTE(1), current, sibling);
    }
    position >>= 1n;
    last >>= 1n;
  }
  return !last && toHex(current) === toHex(root);
}

/** @param {Uint8Array} data */
function noted(data) {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
    return /[\x00-\x09\x0b-\x1f]/.test(text) ? bad() : text;
  } catch {
    return bad();
  }
}

/** @param {string} text */
const bytes = (text) => base64(text) ?? bad();

/** @returns {never} */
function bad() {
  refuse("bad-proof");
}
