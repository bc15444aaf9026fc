// What an issuer's permanent record says of a document and of the keys that signed it: step 8.
// Sites that testamur builds keep one; nobody else's documents are looked for in any.
/** @import {Proofs} from "./proofs.js" */
/** @import {Entered} from "./record.js" */
/** @import {Credential} from "./shape.js" */
/** @import {Signed} from "./signatures.js" */
/** @import {Source} from "./sources.js" */
/** @import {JsonObject} from "./values.js" */
/** @import {Finding} from "./verdict.js" */
import { webSite } from "./dids.js";
import { Unavailable } from "./errors.js";
import { readLog } from "./log.js";
import { MAX_PROOF, NotInRecord, checkRecord, enteredSentence, learnerOf, placeOf, registerKeys } from "./record.js";
import { failed, held, isFinding, notChecked } from "./verdict.js";

const EARLIER_TRIED = 16;
const UNKNOWN = "Its issuer keeps no permanent record that is known here.";

export class History {
  /**
   * @param {Source} source
   * @param {Source} whole for a whole record, which has as many parts as it needs
   * @param {Proofs} proofs
   */
  constructor(source, whole, proofs) {
    this.source = source;
    this.whole = whole;
    this.proofs = proofs;
  }

  /**
   * Whether and where the document stands in its issuer's record.
   * @param {JsonObject} document
   * @param {Credential} credential
   * @param {string | null} foundAt where it came from, if that is known
   * @param {boolean} anyVersion whether it may be any of the award's versions
   * @returns {Promise<[Finding, Entered | null]>}
   */
  async entered(document, credential, foundAt, anyVersion) {
    const site = webSite(credential.issuer);
    const controller = await this.proofs.issuers.controller(credential.issuer);
    if (!site || isFinding(controller)) return [notChecked(UNKNOWN), null];
    const told = foundAt === null ? null : placeOf(foundAt, site.baseUrl);
    const place = told ?? placeOf(credential.id, site.baseUrl);
    const learner = learnerOf(credential.id, site.baseUrl);
    let paths;
    if (learner) {
      // Of a learner's record only the newest version is kept, and its proof.
      paths = [`learners/${learner}/record.tlog-proof`];
    } else if (place) {
      const versions = told || !anyVersion ? [] : Array.from({ length: EARLIER_TRIED }, (_, at) => at + 1);
      paths = [place.version, ...versions].map(
        (version) => `awards/${place.award}/${version ? `v${version}/` : ""}record.tlog-proof`,
      );
    } else {
      return [notChecked(UNKNOWN), null];
    }
    /** @type {Finding | null} */
    let flaw = null;
    for (const path of paths) {
      try {
        const proof = await this.source.fetch(`${site.baseUrl}/${path}`, MAX_PROOF);
        const entered = await checkRecord(document, proof, site.baseUrl, registerKeys(controller));
        return [held(enteredSentence(entered)), entered];
      } catch (error) {
        if (error instanceof Unavailable) break;
        if (!(error instanceof NotInRecord)) throw error;
        flaw ??= failed(error.message);
      }
    }
    if (!flaw || paths.length > 1 || (learner && anyVersion)) return [noProof(), null];
    return [flaw, null];
  }

  /**
   * Check again with keys that left the key document, where the permanent record vouches. A thief can
   * write any date, but cannot enter a document before the key was lost.
   * @param {JsonObject} document
   * @param {Credential} credential
   * @param {Signed} signed
   * @param {string | null} foundAt
   */
  async signedBeforeLoss(document, credential, signed, foundAt) {
    const [, entered] = await this.entered(document, credential, foundAt, true);
    const site = webSite(credential.issuer);
    const controller = await this.proofs.issuers.controller(credential.issuer);
    if (!entered || !site || isFinding(controller)) return signed;
    const log = await readLog(this.whole, site.baseUrl, registerKeys(controller));
    const found = (signed.departed ?? []).map((method) => log?.methodBeforeLoss(method, entered));
    const lost = new Map(found.flatMap((method) => (method ? [[method.id, method]] : [])));
    return lost.size ? this.proofs.check(document, credential.issuer, null, lost) : signed;
  }
}

/** Where the record may hold the document, but nothing that is published shows it. */
export function noProof() {
  return notChecked("No proof that it is in the permanent record is published.");
}
