// Bitstring status lists: what one says, and the bits in it, which are read from the left.
// Bitstring Status List 1.0 sections 2.2 and 3.
/** @import {Bytes, JsonObject} from "./values.js" */
import { BadValue, Malformed, Unusable } from "./errors.js";
import { address, oneObject, text, texts } from "./fields.js";
import { issuerOf, periodOf } from "./shape.js";
import { bounded } from "./sources.js";
import { base64urlDecode } from "./texts.js";
import { count } from "./words.js";
import { checkWriting } from "./writing.js";

const MIN_ENTRIES = 131_072;
const MAX_BYTES = 8 << 20;

/**
 * What a status list says. Nothing in it is proved yet. Throws Malformed or Unread.
 * @param {JsonObject} document
 * @param {boolean} enveloped
 */
export async function listCredential(document, enveloped) {
  const types = texts(document, "type");
  if (!types.includes("VerifiableCredential") || !types.includes("BitstringStatusListCredential")) {
    throw new Malformed("It is not a status list.");
  }
  await checkWriting(document, { enveloped });
  const subject = oneObject(document, "credentialSubject");
  if (texts(subject, "type").join() !== "BitstringStatusList") {
    throw new Malformed("Its subject is not a BitstringStatusList.");
  }
  const [validFrom, validUntil] = periodOf(document);
  return {
    id: address(document, "id"),
    issuer: issuerOf(document),
    validFrom,
    validUntil,
    purposes: texts(subject, "statusPurpose"),
    encoded: text(subject, "encodedList"),
  };
}

/** A list that was verified itself, decoded. */
export class StatusList {
  /**
   * @param {string[]} purposes
   * @param {Bytes} bits
   * @param {number} validFrom
   */
  constructor(purposes, bits, validFrom) {
    this.purposes = purposes;
    this.bits = bits;
    this.validFrom = validFrom;
  }

  /**
   * The `size` bits of the entry as a number. Throws Unusable outside the list.
   * @param {number} index
   * @param {number} size
   */
  value(index, size) {
    const length = 8 * this.bits.length;
    if (MIN_ENTRIES * size > length) {
      throw new Unusable(
        `The status list has fewer than ${count(MIN_ENTRIES)} entries of ${size} bits.`,
      );
    }
    const first = index * size;
    if (first + size > length) throw new Unusable(`The status list has no place ${index}.`);
    let found = 0;
    for (let place = first; place < first + size; place += 1) {
      const byte = this.bits[Math.floor(place / 8)] ?? 0;
      found = 2 * found + ((byte >> (7 - (place % 8))) & 1);
    }
    return found;
  }
}

/**
 * The bits of an `encodedList`: `u`, base64url, gzip. Throws BadValue.
 * @param {string} encoded
 * @returns {Promise<Bytes>}
 */
export async function decode(encoded) {
  if (!encoded.startsWith("u")) throw new BadValue("its encodedList is not base64url");
  const packed = base64urlDecode(encoded.slice(1));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  let bits;
  try {
    bits = await bounded(stream, MAX_BYTES, () => {
      throw new BadValue("its encodedList is cut short or too large");
    });
  } catch (error) {
    if (error instanceof BadValue) throw error;
    throw new BadValue("its encodedList is not gzip");
  }
  // Its last four bytes tell its length. Not every program stops behind the first member.
  if (new DataView(packed.buffer).getUint32(packed.length - 4, true) !== bits.length) {
    throw new BadValue("its encodedList has something behind the list");
  }
  if (8 * bits.length < MIN_ENTRIES) {
    throw new BadValue(`it has fewer than ${count(MIN_ENTRIES)} entries`);
  }
  return bits;
}
