// Merkle trees over an append-only log: hashing and inclusion proofs of RFC 6962 and 9162.
/** @import {Bytes} from "./values.js" */
import { equal, joined, sha256 } from "./values.js";

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** @param {Bytes} data */
export function leafHash(data) {
  return sha256(joined(LEAF, data));
}

/**
 * Whether `proof` shows the leaf hash at `index` of the tree of `size` leaves with that root.
 * RFC 9162 section 2.1.3.2.
 * @param {Bytes} leaf
 * @param {bigint} index
 * @param {bigint} size
 * @param {Bytes[]} proof
 * @param {Bytes} root
 */
export async function checkInclusion(leaf, index, size, proof, root) {
  if (index < 0n || index >= size) return false;
  let position = index;
  let last = size - 1n;
  let current = leaf;
  for (const sibling of proof) {
    if (last === 0n) return false;
    if (position & 1n || position === last) {
      current = await nodeHash(sibling, current);
      while (!(position & 1n) && position) {
        position >>= 1n;
        last >>= 1n;
      }
    } else {
      current = await nodeHash(current, sibling);
    }
    position >>= 1n;
    last >>= 1n;
  }
  return last === 0n && equal(current, root);
}

/**
 * The Merkle tree hash of leaf hashes, of which there is one at least.
 * @param {Bytes[]} leaves
 * @returns {Promise<Bytes>}
 */
export async function rootOf(leaves) {
  let level = leaves;
  while (level.length > 1) {
    /** @type {Bytes[]} */
    const above = [];
    for (let at = 0; at < level.length; at += 2) {
      const [left, right] = [level[at], level[at + 1]];
      if (left) above.push(right ? await nodeHash(left, right) : left);
    }
    level = above;
  }
  return level[0] ?? sha256(new Uint8Array());
}

/**
 * @param {Bytes} left
 * @param {Bytes} right
 */
function nodeHash(left, right) {
  return sha256(joined(NODE, left, right));
}
