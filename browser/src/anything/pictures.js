// The credential inside a picture: which one is judged, and what its bearer is told of the picture.
// Only what was signed counts: whatever is drawn was never the issuer's word.
/** @import {Bytes} from "./values.js" */
/** @import {Baked} from "./baked.js" */
/** @import {Finding} from "./verdict.js" */
import { MAX_PICTURE } from "./baked.js";
import { BadValue, BrokenPicture } from "./errors.js";
import { find as findInPng, SIGNATURE } from "./png.js";
import { afterProlog } from "./prolog.js";
import { parse } from "./strict-json.js";
import { find as findInSvg } from "./svg.js";
import { claimOf } from "./v2/claims.js";
import { NotCompared, difference } from "./v2/companion.js";
import { isObject, latin1 } from "./values.js";
import { failed, isFinding, notChecked } from "./verdict.js";
import { count } from "./words.js";

const SVG = /^<(?:!doctype\s+)?(?:[\w.-]+:)?svg\b/i;
const LOOKED_AT = 4096;
const V2 = "an Open Badges 2.0 badge";

/** @typedef {"PNG" | "SVG"} Form */

/**
 * What the first bytes look like; null for what is neither.
 * @param {Bytes} data
 * @returns {Form | null}
 */
export function formOf(data) {
  if (SIGNATURE.every((byte, at) => data[at] === byte)) return "PNG";
  const start = latin1(data, LOOKED_AT).replace(/^\xef\xbb\xbf/, "");
  return SVG.test(afterProlog(start)) ? "SVG" : null;
}

/**
 * The credential of edition 3.0 in the picture, else the badge of 2.0; or why none is judged.
 * @param {Bytes} picture
 * @param {Form} form
 * @returns {Promise<{text: Bytes, detail: string} | Finding>}
 */
export async function lookInside(picture, form) {
  let found;
  try {
    if (picture.length > MAX_PICTURE) {
      throw new BrokenPicture(`has more than ${count(MAX_PICTURE)} bytes`);
    }
    found = form === "PNG" ? await findInPng(picture) : findInSvg(picture);
  } catch (error) {
    if (!(error instanceof BrokenPicture)) throw error;
    // A damaged picture may well have held a genuine badge.
    return notChecked(`The ${form} picture ${error.message}; no credential was read from it.`);
  }
  const credentials = found.filter((each) => each.edition === "3.0" || isCredential(each));
  const older = found.filter((each) => !credentials.includes(each));
  const kind = credentials.length ? credentials : older;
  const [judged] = kind;
  if (!judged) return notChecked(`The ${form} picture holds no credential.`);
  if (Math.max(credentials.length, older.length) > 1) {
    return failed(
      `The ${form} picture holds ${kind.length} credentials, and programs ` +
        "differ in which of them they show: ask for a picture with one.",
    );
  }
  if (!credentials.length && !claimOf(judged.text)) {
    return notChecked(`The ${form} picture holds ${V2} that cannot be read.`);
  }
  const sentences = [
    `It is ${written(judged.text)} inside the ${form} picture.`,
    credentials.length
      ? "Only this counts: the drawing around it is not signed."
      : "The drawing around it proves nothing.",
  ];
  const misplaced =
    judged.misplaced ??
    (credentials.length && judged.edition === "2.0" ? "in the place of an Open Badges 2.0 badge" : null);
  if (misplaced) {
    sentences.push(`It stands ${misplaced}, where other programs do not look for it.`);
  }
  const [beside] = credentials.length ? older : [];
  if (beside) {
    const said = companionSentence(judged.text, beside.text, form);
    if (isFinding(said)) return said;
    sentences.push(said);
  }
  return { text: judged.text, detail: sentences.join(" ") };
}

/**
 * @param {Bytes} credential
 * @param {Bytes} badge
 * @param {Form} form
 */
function companionSentence(credential, badge, form) {
  let differs;
  try {
    differs = difference(credential, badge);
  } catch (error) {
    if (!(error instanceof NotCompared)) throw error;
    return `The picture also holds ${V2}, which was not looked at: ${error.message}.`;
  }
  if (differs === null) return "The picture also holds the same award in Open Badges 2.0.";
  return failed(
    `The ${form} picture also holds ${V2} that says something else: ${differs}. Programs ` +
      "differ in which of the two they show: ask for a picture with one.",
  );
}

/** @param {Bytes} text */
function written(text) {
  const start = latin1(text, 8);
  if (start.startsWith("eyJ")) return "a JWT";
  return /^https?:/.test(start) ? "an address" : "well-formed JSON";
}

/**
 * Whether what is marked as a 2.0 badge is a verifiable credential all the same.
 * @param {Baked} found
 */
function isCredential(found) {
  let value;
  try {
    value = parse(found.text);
  } catch (error) {
    if (error instanceof BadValue) return false;
    throw error;
  }
  const types = isObject(value) ? value["type"] : null;
  return Array.isArray(types) && types.includes("VerifiableCredential");
}
