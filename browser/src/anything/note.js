// Signed heads of the log and proofs about it, as text: C2SP signed-note, tlog-checkpoint, tlog-proof.
// Reading is strict, so that no two notes say the same.
/** @import {PublicKey} from "./keys.js" */
/** @import {Bytes} from "./values.js" */
import { BadValue } from "./errors.js";
import { base64decode } from "./texts.js";
import { fromUtf8, hex, joined, sha256, utf8 } from "./values.js";

const MAX_SIGNATURES = 100;
const MAX_NOTE = 512_000;
const MAX_HASHES = 63;
const HEADER = "c2sp.org/tlog-proof@v1";
const NAME = /^[^\s+\x00-\x20\x7f]+$/;
const ED25519 = Uint8Array.of(1);

/** @typedef {{size: bigint, root: Bytes}} Checkpoint */

/**
 * Read a checkpoint of `origin` that at least one of `keys` has signed. Throws BadValue.
 * @param {string} note
 * @param {string} origin
 * @param {PublicKey[]} keys
 * @returns {Promise<Checkpoint>}
 */
export async function openCheckpoint(note, origin, keys) {
  const at = note.lastIndexOf("\n\n");
  const signatures = note.slice(at + 2);
  if (at < 1 || !signatures.endsWith("\n")) {
    throw new BadValue("not a note: text, an empty line and signatures, each line ended");
  }
  const text = note.slice(0, at + 1);
  const lines = signatures.slice(0, -1).split("\n");
  if (lines.length > MAX_SIGNATURES) {
    throw new BadValue(`the note has more than ${MAX_SIGNATURES} signatures`);
  }
  /** @type {Map<string, PublicKey>} */
  const known = new Map();
  for (const key of keys) known.set(`${origin} ${await hint(origin, key)}`, key);
  /** @type {Set<string>} */
  const seen = new Set();
  let held = false;
  for (const line of lines) {
    const [name, id, signature] = signatureIn(line);
    const whose = `${name} ${id}`;
    if (seen.has(whose)) throw new BadValue("the note has two signatures by the same key");
    seen.add(whose);
    const key = known.get(whose);
    if (!key) continue;
    if (!(await key.verify(signature, utf8(text)))) {
      throw new BadValue("the note has a false signature by a known key");
    }
    held = true;
  }
  if (!held) throw new BadValue("the note is not signed by a known key");
  const [named, size, root, ...rest] = text.slice(0, -1).split("\n");
  if (!named || size === undefined || root === undefined || rest.length) {
    throw new BadValue("a checkpoint has three lines: origin, size and root hash");
  }
  if (named !== origin) throw new BadValue("the checkpoint is of another log");
  return { size: decimal(size), root: hash(root) };
}

/**
 * Read a `.tlog-proof` file; its checkpoint is cut out, not judged. Throws BadValue.
 * @param {Bytes} data
 */
export function decodeProof(data) {
  const text = textOf(data);
  const at = text.indexOf("\n\n");
  const lines = text.slice(0, Math.max(at, 0)).split("\n");
  const note = text.slice(at + 2);
  if (at < 0 || !note || lines.shift() !== HEADER) {
    throw new BadValue(`not a proof: it begins with ${HEADER} and ends in a checkpoint`);
  }
  const extra = lines[0]?.startsWith("extra ") ? base64decode(lines.shift()?.slice(6) ?? "") : null;
  const index = lines.shift();
  if (!index?.startsWith("index ")) throw new BadValue("the proof names no index");
  if (lines.length > MAX_HASHES) {
    throw new BadValue("the proof has more hashes than a tree has levels");
  }
  return { index: decimal(index.slice(6)), hashes: lines.map(hash), note, extra };
}

/**
 * The text of a note. Throws BadValue.
 * @param {Bytes} data
 */
export function textOf(data) {
  if (data.length > MAX_NOTE) throw new BadValue(`a note of more than ${MAX_NOTE} bytes`);
  let text;
  try {
    text = fromUtf8(data);
  } catch {
    throw new BadValue("a note is text in UTF-8");
  }
  if (/[\x00-\x09\x0b-\x1f]/.test(text)) {
    throw new BadValue("a note has no control characters but the newline");
  }
  return text;
}

/**
 * Four bytes that hint at the key: signed-note, "Signatures", type 0x01.
 * @param {string} name
 * @param {PublicKey} key
 */
async function hint(name, key) {
  return hex((await sha256(joined(utf8(`${name}\n`), ED25519, key.raw))).subarray(0, 4));
}

/**
 * @param {string} line
 * @returns {[string, string, Bytes]}
 */
function signatureIn(line) {
  const [dash, name = "", text = "", ...rest] = line.split(" ");
  if (dash !== "\u2014" || !NAME.test(name) || rest.length || !text) {
    throw new BadValue("a line of the note is no signature line");
  }
  const data = base64decode(text);
  if (data.length <= 4) throw new BadValue("a signature of the note is too short");
  return [name, hex(data.subarray(0, 4)), data.slice(4)];
}

/** @param {string} text */
function decimal(text) {
  const number = /^(?:0|[1-9][0-9]{0,18})$/.test(text) ? BigInt(text) : -1n;
  if (number < 0n || number >= 2n ** 63n) {
    throw new BadValue("a size or index is a plain decimal number below 2^63");
  }
  return number;
}

/** @param {string} text */
function hash(text) {
  const data = base64decode(text);
  if (data.length !== 32) throw new BadValue("a hash has 32 bytes");
  return data;
}
