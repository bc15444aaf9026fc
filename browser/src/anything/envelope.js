// The one credential in a text: as JSON, or as a signed token. Step 1 of verifying.
/** @import {Bytes, JsonObject} from "./values.js" */
/** @import {Finding} from "./verdict.js" */
/** @import {Token} from "./tokens.js" */
import { BadValue, Malformed, Unread } from "./errors.js";
import { MAX_DOCUMENT } from "./fields.js";
import { parse as parseJws } from "./jws.js";
import { VC_V2 } from "./names.js";
import { parse } from "./strict-json.js";
import { afterProlog } from "./prolog.js";
import { readPayload, tokenOf } from "./tokens.js";
import { isObject, latin1, listed } from "./values.js";
import { failed, notChecked } from "./verdict.js";
import { shown } from "./words.js";

const MAX_TOKEN = 3_000_000;
// The header is a JSON object: `{"` is eyJ in base64url.
const TOKEN = /^\s*(eyJ[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*)\s*$/;
const DATA_URL = /^data:([^,;]{1,100})(?:;[^,]{0,100})?,([A-Za-z0-9_.-]*)$/;
const TOKEN_MEDIA = ["application/vc+jwt", "application/vc-ld+jwt", "application/jwt"];
const PAGE = /^<(?:!doctype\s+html|html|head|body)\b/i;
const SD_JWT = /^\s*eyJ[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*~/;
const LOOKED_AT = 4096;
const UNREAD = "is not read by this version: the credential is the file credential.json";

/**
 * A credential as its bytes had it. Nothing in it is proved yet.
 * @typedef {{document: JsonObject, token: Token | null, readable: Finding}} Opened
 */

/**
 * The token that a text is; null for anything else.
 * @param {Bytes} data
 */
export function tokenIn(data) {
  return data.length <= MAX_TOKEN ? (TOKEN.exec(latin1(data))?.[1] ?? null) : null;
}

/**
 * Whether `data` begins as a web page does.
 * @param {Bytes} data
 */
export function isPage(data) {
  return PAGE.test(afterProlog(beginning(data)));
}

/**
 * The credential in a text; else the findings of the steps that end here.
 * @param {Bytes} data
 * @param {Finding} readable
 * @param {number} [maxBytes]
 * @returns {Opened | Finding[]}
 */
export function openText(data, readable, maxBytes = MAX_DOCUMENT) {
  const token = tokenIn(data);
  if (token !== null) return openToken(token, readable);
  let document;
  try {
    document = parse(data, maxBytes);
  } catch (error) {
    if (!(error instanceof BadValue)) throw error;
    return [unreadable(data, error.message)];
  }
  if (!isObject(document)) return [failed("It cannot be read: it is no JSON object.")];
  return openDocument(document, readable);
}

/**
 * The credential that a JSON object is, or that it is the envelope of.
 * @param {JsonObject} document
 * @param {Finding} readable
 * @returns {Opened | Finding[]}
 */
export function openDocument(document, readable) {
  if (!listed(document["type"]).includes("EnvelopedVerifiableCredential")) {
    return { document, token: null, readable };
  }
  const members = Object.keys(document).sort().join();
  if (members !== "@context,id,type" || !listed(document["@context"]).includes(VC_V2)) {
    return [readable, failed("It is not the envelope of a credential that it says it is.")];
  }
  const match = DATA_URL.exec(String(document["id"]));
  if (!match) return [readable, failed("The address of the envelope does not hold a credential.")];
  const [, media = "", text = ""] = match;
  if (!TOKEN_MEDIA.includes(media)) {
    return [readable, notChecked(`It envelops a credential as ${shown(media)}, unread here.`)];
  }
  return openToken(text, readable);
}

/**
 * The credential in a compact JWS.
 * @param {string} text
 * @param {Finding} readable
 * @returns {Opened | Finding[]}
 */
export function openToken(text, readable) {
  let found, payload;
  try {
    found = parseJws(text, MAX_TOKEN);
    payload = readPayload(found);
  } catch (error) {
    if (!(error instanceof BadValue)) throw error;
    return [failed(`It cannot be read as a signed token: ${shown(error.message)}.`)];
  }
  try {
    const token = tokenOf(found, payload);
    return { document: token.document, token, readable };
  } catch (error) {
    if (error instanceof Malformed) return [readable, failed(error.message)];
    if (error instanceof Unread) return [readable, notChecked(error.message)];
    throw error;
  }
}

/**
 * @param {Bytes} data
 * @param {string} why
 */
function unreadable(data, why) {
  const start = beginning(data);
  // A picture or a page may well hold a genuine badge: that it was not read proves nothing.
  if (PAGE.test(afterProlog(start))) {
    const beside = "it looks like a web page: the credential is the file credential.json beside it";
    return notChecked(`It is not JSON; ${beside}.`);
  }
  if (start.startsWith("%PDF-")) {
    return notChecked(
      "It is not JSON but a PDF, and a PDF proves nothing by how it looks. Certificates made " +
        "by testamur have the signed credential attached: save the attachment " +
        "credential.json (most readers of PDFs list attachments) and give that, or look up the " +
        "address that the certificate shows.",
    );
  }
  if (SD_JWT.test(start)) {
    return notChecked(`It is not JSON but an SD-JWT; a credential in that form ${UNREAD}.`);
  }
  const text = latin1(data, LOOKED_AT).trimStart();
  if (!text.startsWith("{") && !text.startsWith("[")) {
    return failed(text ? "It is not JSON." : "It is empty.");
  }
  return failed(`It cannot be read as JSON: ${shown(why)}.`);
}

/** @param {Bytes} data */
function beginning(data) {
  return latin1(data, LOOKED_AT).replace(/^\xef\xbb\xbf/, "");
}
