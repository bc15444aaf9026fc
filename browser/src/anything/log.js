// The issuer's permanent record as published, read whole and recomputed: C2SP tlog-tiles. It is asked
// only of a document whose key left the key document: what its lines say of keys outranks that.
/** @import {Method} from "./controllers.js" */
/** @import {Source} from "./sources.js" */
/** @import {Bytes} from "./values.js" */
/** @import {Entered} from "./record.js" */
import { BadValue, Unavailable } from "./errors.js";
import { PublicKey } from "./keys.js";
import { leafHash, rootOf } from "./merkle.js";
import { openCheckpoint, textOf } from "./note.js";
import { originOf } from "./record.js";
import { equal, latin1 } from "./values.js";

const MAX_CHECKPOINT = 100_000;
const MAX_ENTRIES = 1_000_000n;
const MAX_LINE = 1024;
const WIDTH = 256;
const KEY = /^key 1 \d{4}-\d\d-\d\d award (add|end|compromised) (z[1-9A-HJ-NP-Za-km-z]+)(?: (0|[1-9][0-9]{0,14}))?$/;

/** Entries that hash to the root of a signed head. */
export class PublishedLog {
  /** @param {Bytes[]} lines */
  constructor(lines) {
    this.lines = lines;
  }

  /**
   * A method that left the key document, if it may still vouch for a document that was entered: the
   * record must say that it was an award key, compromised only later.
   * @param {string} method
   * @param {Entered} entered
   * @returns {Method | null}
   */
  methodBeforeLoss(method, { index, line }) {
    const own = this.lines[Number(index)];
    if (!own || !equal(own, line)) return null;
    let key;
    try {
      key = PublicKey.fromMultibase(method.split("#")[1] ?? "");
    } catch {
      return null;
    }
    let [added, lost] = [false, false];
    for (const [at, each] of this.lines.entries()) {
      const [, action, named, size] = KEY.exec(latin1(each)) ?? [];
      if (named !== key.multibase) continue;
      added ||= action === "add";
      lost ||= action === "compromised";
      // A compromise that names no size spares nothing; an ended key, what came before.
      const limit = action === "end" ? at : action === "compromised" ? Number(size ?? 0) : null;
      if (limit !== null && Number(index) >= limit) return null;
    }
    return added && lost ? { id: method, key, expires: null, revoked: null } : null;
  }
}

/**
 * The whole record of the site at `baseUrl`, whose head one of `keys` must have signed; null where
 * it cannot be relied on, or is not there.
 * @param {Source} source
 * @param {string} baseUrl
 * @param {PublicKey[]} keys
 * @returns {Promise<PublishedLog | null>}
 */
export async function readLog(source, baseUrl, keys) {
  try {
    const note = textOf(await source.fetch(`${baseUrl}/register/checkpoint`, MAX_CHECKPOINT));
    const { size, root } = await openCheckpoint(note, originOf(baseUrl), keys);
    if (size > MAX_ENTRIES) return null;
    /** @type {Bytes[]} */
    const lines = [];
    for (let first = 0; first < Number(size); first += WIDTH) {
      const width = Math.min(WIDTH, Number(size) - first);
      const path = `register/tile/entries/${bundlePath(first / WIDTH, width)}`;
      const bundle = await source.fetch(`${baseUrl}/${path}`, width * (2 + MAX_LINE));
      const found = entriesIn(bundle);
      if (found?.length !== width) return null;
      lines.push(...found);
    }
    const leaves = [];
    for (const line of lines) leaves.push(await leafHash(line));
    return equal(await rootOf(leaves), root) ? new PublishedLog(lines) : null;
  } catch (error) {
    if (error instanceof BadValue || error instanceof Unavailable) return null;
    throw error;
  }
}

/**
 * Each with its length before it, as 16 bits.
 * @param {Bytes} bundle
 */
function entriesIn(bundle) {
  /** @type {Bytes[]} */
  const lines = [];
  let at = 0;
  while (at < bundle.length) {
    const length = ((bundle[at] ?? 0) << 8) | (bundle[at + 1] ?? 0);
    at += 2 + length;
    if (at > bundle.length) return null;
    lines.push(bundle.subarray(at - length, at));
  }
  return lines;
}

/**
 * 1234067 is x001/x234/067 (C2SP tlog-tiles).
 * @param {number} number
 * @param {number} width
 */
function bundlePath(number, width) {
  const groups = number.toLocaleString("en-US").split(",").map((group) => group.padStart(3, "0"));
  const last = groups.pop() ?? "000";
  const path = [...groups.map((group) => `x${group}`), last].join("/");
  return width === WIDTH ? path : `${path}.p/${width}`;
}
