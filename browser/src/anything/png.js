// Credentials in PNG pictures: iTXt chunks (Open Badges 3.0 and 2.0, baking).
/** @import {Bytes} from "./values.js" */
import { BrokenPicture } from "./errors.js";
import { MAX_TEXT, refuseLarge, refuseMany } from "./baked.js";
/** @import {Baked, Edition} from "./baked.js" */
import { bounded } from "./sources.js";
import { latin1 } from "./values.js";
import { count } from "./words.js";

export const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** @type {Map<string, Edition>} */
const EDITIONS = new Map([
  ["openbadgecredential", "3.0"],
  ["openbadges", "2.0"],
]);
const TEXTS = ["tEXt", "zTXt", "iTXt"];
const MAX_CHUNKS = 200_000;
const OVERHEAD = 12;
const DAMAGED = "is damaged where it should hold a credential";

/**
 * Every credential in the picture, in order, also where other programs do not look for one.
 *
 * Throws BrokenPicture for a picture that is cut short or damaged, or beyond the limits.
 * @param {Bytes} data
 * @returns {Promise<Baked[]>}
 */
export async function find(data) {
  const carriers = carriersIn(data);
  // Counted first: each may have to be inflated.
  refuseMany(carriers);
  const found = [];
  for (const carrier of carriers) found.push(await read(carrier));
  refuseLarge(found);
  return found;
}

/**
 * @param {Bytes} data
 */
function carriersIn(data) {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const carriers = [];
  let at = SIGNATURE.length;
  for (let number = 0; number < MAX_CHUNKS; number += 1) {
    if (at + OVERHEAD > data.length) throw new BrokenPicture("is cut short");
    const end = at + OVERHEAD + view.getUint32(at);
    if (end > data.length) throw new BrokenPicture("is cut short");
    const kind = latin1(data.subarray(at + 4, at + 8));
    if (checksum(data.subarray(at + 4, end - 4)) !== view.getUint32(end - 4)) {
      throw new BrokenPicture("is damaged");
    }
    if ((at === SIGNATURE.length) !== (kind === "IHDR")) {
      throw new BrokenPicture("is damaged: its header is not where it belongs");
    }
    if (TEXTS.includes(kind)) {
      const body = data.subarray(at + 8, end - 4);
      const [keyword, rest] = cut(body);
      const edition = EDITIONS.get(latin1(keyword));
      if (edition) carriers.push({ kind, edition, rest });
    }
    if (kind === "IEND") return carriers;
    at = end;
  }
  throw new BrokenPicture(`has more than ${count(MAX_CHUNKS)} chunks`);
}

/**
 * @param {{kind: string, edition: Edition, rest: Bytes}} carrier
 * @returns {Promise<Baked>}
 */
async function read({ kind, edition, rest }) {
  if (kind === "tEXt") {
    // The first bakers of edition 2.0 wrote the badge's address so.
    return { edition, text: rest, misplaced: edition === "2.0" ? null : "in a tEXt chunk" };
  }
  if (kind === "zTXt") {
    return { edition, text: await inflated(rest.subarray(1)), misplaced: "in a zTXt chunk" };
  }
  const flag = rest[0];
  const [, language] = cut(rest.subarray(2));
  const [, text] = cut(language);
  const parts = rest.subarray(2).reduce((zeros, byte) => zeros + (byte ? 0 : 1), 0);
  if ((flag !== 0 && flag !== 1) || parts < 2) throw new BrokenPicture(DAMAGED);
  if (flag) return { edition, text: await inflated(text), misplaced: "in a compressed chunk" };
  return { edition, text, misplaced: null };
}

/**
 * What stands before and after the first zero.
 * @param {Bytes} data
 * @returns {[Bytes, Bytes]}
 */
function cut(data) {
  const at = data.indexOf(0);
  return at < 0 ? [data, new Uint8Array()] : [data.subarray(0, at), data.subarray(at + 1)];
}

/**
 * Never much more than the limit, however little was packed into how much.
 * @param {Bytes} data
 */
async function inflated(data) {
  const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate"));
  try {
    return await bounded(stream, MAX_TEXT, () => {
      throw new BrokenPicture(`holds a credential of more than ${count(MAX_TEXT)} bytes`);
    });
  } catch (error) {
    if (error instanceof BrokenPicture) throw error;
    throw new BrokenPicture(DAMAGED);
  }
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/**
 * CRC-32 (ISO 3309), as PNG has it behind each chunk.
 * @param {Bytes} data
 */
function checksum(data) {
  let value = 0xffffffff;
  for (const byte of data) value = (TABLE[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}
