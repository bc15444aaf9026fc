// Status lists: whether the issuer withdrew a document. Step 6 of verifying.
// Bitstring Status List 1.0, "Validate Algorithm". A list that cannot be relied on leaves the
// question open; it is never read as "not withdrawn".

import { base64url, collected } from "./bytes.js";
import { caught, failed, held, leave, unchecked } from "./finding.js";
import { parse } from "./json.js";
import { checkProofs, isGenuine } from "./proofs.js";
import { address, checkWriting, issuerOf, object, periodOf, text, texts } from "./shape.js";

/** @typedef {import("./finding.js").Finding} Finding */
/** @typedef {import("./shape.js").Credential} Credential */
/** @typedef {import("./verify.js").Context} Context */
/** @typedef {() => Promise<import("./controllers.js").Controller>} Controllers */

/**
 * @typedef {object} Standing what the lists say of one document
 * @property {Finding} finding
 * @property {string | null} purpose the one whose bit is set
 */

const MAX_LIST = 4_000_000;
const MIN_ENTRIES = 131_072;
const MAX_BITS = 8 << 20;
const WITHDRAWING = ["revocation", "suspension"];
const PASSED_OVER = ["refresh", "message"];

/**
 * Whether any of the document's entries is set.
 * @param {Credential} credential
 * @param {Controllers} controller
 * @param {Context} context
 * @returns {Promise<Standing>}
 */
export async function standing(credential, controller, context) {
  /** @type {Finding[]} */
  const questions = credential.statusUnread ? [unchecked("status-unread")] : [];
  /** @type {number[]} */
  const signed = [];
  for (const entry of credential.status) {
    if (PASSED_OVER.includes(entry.purpose)) continue;
    if (!WITHDRAWING.includes(entry.purpose)) {
      questions.push(unchecked("status-unread"));
      continue;
    }
    try {
      const list = await listAt(entry.list, credential.issuer, controller, context);
      if (!list.purposes.includes(entry.purpose)) leave("list-other");
      if (bitsAt(list.bits, entry)) return { finding: failed("marked"), purpose: entry.purpose };
      signed.push(list.validFrom);
    } catch (error) {
      questions.push(caught(error));
    }
  }
  const stands = signed.length ? held("stands", { at: Math.min(...signed) }) : held("no-list");
  return { finding: questions[0] ?? stands, purpose: null };
}

/**
 * The list at an address, if the issuer signed it and it is in date. Throws Stop.
 * @param {string} url
 * @param {string} issuer
 * @param {Controllers} controller
 * @param {Context} context
 */
async function listAt(url, issuer, controller, context) {
  const data = await context.fetch(url, MAX_LIST).catch(() => leave("list-unavailable"));
  let document, validFrom, validUntil, purposes, bits, id, by;
  try {
    document = object(parse(data));
    const types = texts(document["type"]);
    const isList = types.includes("VerifiableCredential") && types.includes("BitstringStatusListCredential");
    checkWriting(document, false);
    const subject = object(document["credentialSubject"]);
    if (!isList || texts(subject["type"]).join() !== "BitstringStatusList") leave("list-unreadable");
    [validFrom, validUntil] = periodOf(document);
    [id, by] = [address(document["id"]), issuerOf(document)];
    purposes = texts(subject["statusPurpose"]);
    bits = await inflated(text(subject["encodedList"]));
  } catch {
    return leave("list-unreadable");
  }
  if (id !== url || by !== issuer) leave("list-other");
  const signed = await checkProofs(document, issuer, controller, context);
  if (!isGenuine(signed)) leave("list-unproven");
  if (context.now < validFrom) leave("list-early", { at: validFrom });
  const ends = Math.min(validUntil ?? Infinity, signed.expires);
  if (context.now >= ends) leave("list-old", { at: ends });
  const seen = context.remembered?.get(url) ?? 0;
  if (validFrom < seen) leave("list-rolled-back");
  context.remembered?.set(url, validFrom);
  return { purposes, bits, validFrom };
}

/**
 * The entry as a number. Index 0 is the left-most bit of the first byte.
 * @param {Uint8Array} bits
 * @param {import("./shape.js").StatusEntry} entry
 */
function bitsAt(bits, { index, size }) {
  const first = index * size;
  if (8 * bits.length < MIN_ENTRIES * size || first + size > 8 * bits.length) {
    leave("list-other");
  }
  let found = 0;
  for (let place = first; place < first + size; place++) {
    found = 2 * found + ((bits[place >> 3] >> (7 - (place & 7))) & 1);
  }
  return found;
}

/**
 * The bits of an `encodedList`: `u`, base64url, one gzip member, never more than 8 MB of them.
 * @param {string} encoded
 */
async function inflated(encoded) {
  const packed = encoded[0] === "u" ? base64url(encoded.slice(1)) : null;
  if (!packed) return leave("list-unreadable");
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const bits = await collected(stream, MAX_BITS);
  // RFC 1952: the length stands at the end. Not every engine refuses a second member or a rest.
  const told = new DataView(packed.buffer).getUint32(packed.length - 4, true);
  if (told !== bits.length || 8 * bits.length < MIN_ENTRIES) leave("list-unreadable");
  return bits;
}
