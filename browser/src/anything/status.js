// Status lists: whether the issuer withdrew a document. Step 6 of verifying. A list that cannot be
// relied on leaves the question open; it is never read as "not withdrawn".
/** @import {Credential} from "./shape.js" */
/** @import {Source} from "./sources.js" */
/** @import {StatusEntry} from "./statuses.js" */
/** @import {Proofs} from "./proofs.js" */
/** @import {Finding} from "./verdict.js" */
import { StatusList, decode, listCredential } from "./bitstrings.js";
import { openText } from "./envelope.js";
import { BadValue, Malformed, Unavailable, Unread, Unusable } from "./errors.js";
import { lookUp } from "./revocations.js";
import { isGenuine } from "./signatures.js";
import { failed, held, isHeld, notChecked } from "./verdict.js";
import { clause, ended, minute, shown } from "./words.js";

const MAX_LIST = 4_000_000;
const REVOCATION = "revocation";
export const SUSPENSION = "suspension";

/**
 * What the lists say of one document: `purpose` whose bit is set, and why, where a list says it.
 * @typedef {{finding: Finding, purpose?: string, reason?: string | null, signed?: boolean}} Standing
 */

/** The lists met in one run, each fetched and verified once. */
export class StatusLists {
  /**
   * @param {Source} source
   * @param {Proofs} proofs
   * @param {number} now
   */
  constructor(source, proofs, now) {
    this.source = source;
    this.proofs = proofs;
    this.now = now;
    /** @type {Map<string, StatusList | Unusable>} */
    this.known = new Map();
  }

  /**
   * Whether any of the document's entries is set.
   * @param {Credential} credential
   * @returns {Promise<Standing>}
   */
  async standing(credential) {
    const { status, issuer } = credential;
    const questions = status.unread.map((kind) => `Its status is kept in a way not read here (${kind}).`);
    /** @type {number[]} */
    const signed = [];
    /** @type {string[]} */
    const notes = [];
    for (const entry of status.bits) {
      if (entry.purpose === "refresh") continue;
      if (entry.purpose === "message") {
        notes.push(await this.#message(entry, issuer));
      } else if (entry.purpose !== REVOCATION && entry.purpose !== SUSPENSION) {
        questions.push(`Its status has an unknown purpose, ${shown(entry.purpose)}.`);
      } else {
        try {
          const [list, value] = await this.#lookUp(entry, issuer);
          if (value) {
            const finding = failed(`The issuer's ${entry.purpose} list has it marked.`);
            return { finding, purpose: entry.purpose, signed: true };
          }
          signed.push(list.validFrom);
        } catch (error) {
          if (!(error instanceof Unusable)) throw error;
          questions.push(error.message);
        }
      }
    }
    for (const url of status.revocationLists) {
      try {
        const revoked = await lookUp(this.source, url, credential.id, issuer);
        if (revoked) {
          const finding = failed("The issuer's revocation list names it.");
          return { finding, purpose: REVOCATION, reason: revoked.reason, signed: false };
        }
      } catch (error) {
        if (!(error instanceof Unusable)) throw error;
        questions.push(error.message);
      }
    }
    if (questions[0] !== undefined) return { finding: notChecked(questions[0]) };
    const stands = standingSentence(signed, status.revocationLists.length > 0);
    return { finding: held([stands, ...notes].join(" ")) };
  }

  /**
   * What the issuer has to say of the document, which does not concern its validity.
   * @param {StatusEntry} entry
   * @param {string} issuer
   */
  async #message(entry, issuer) {
    try {
      const [, value] = await this.#lookUp(entry, issuer);
      const message = entry.messages.get(value);
      return message ? `Its issuer notes: ${ended(message)}` : "Its issuer notes nothing known.";
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      return `The issuer's messages could not be read. ${error.message}`;
    }
  }

  /**
   * @param {StatusEntry} entry
   * @param {string} issuer
   * @returns {Promise<[StatusList, number]>}
   */
  async #lookUp(entry, issuer) {
    const found = await this.#list(entry.list, issuer);
    if (!found.purposes.includes(entry.purpose)) {
      throw new Unusable(`The status list at ${shown(entry.list)} has another purpose.`);
    }
    return [found, found.value(entry.index, entry.size)];
  }

  /**
   * @param {string} url
   * @param {string} issuer
   */
  async #list(url, issuer) {
    const name = `${url} ${issuer}`;
    let known = this.known.get(name);
    if (!known) {
      known = await this.#fetch(url, issuer).catch((error) => {
        if (error instanceof Unusable) return error;
        throw error;
      });
      this.known.set(name, known);
    }
    if (known instanceof Unusable) throw known;
    return known;
  }

  /**
   * @param {string} url
   * @param {string} issuer
   */
  async #fetch(url, issuer) {
    const where = `The status list at ${shown(url)}`;
    let data;
    try {
      data = await this.source.fetch(url, MAX_LIST);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      throw new Unusable(`Its status list could not be fetched: ${error.message}.`);
    }
    const opened = openText(data, held("It is a list."), MAX_LIST);
    if (Array.isArray(opened)) {
      throw new Unusable(`${where} cannot be read: ${clause(opened.at(-1)?.detail ?? "")}.`);
    }
    let said, bits;
    try {
      said = await listCredential(opened.document, opened.token !== null);
      bits = await decode(said.encoded);
    } catch (error) {
      if (error instanceof BadValue || error instanceof Malformed || error instanceof Unread) {
        throw new Unusable(`${where} cannot be read: ${clause(error.message)}.`);
      }
      throw error;
    }
    if (said.id !== url) throw new Unusable(`${where} is another list, ${shown(said.id)}.`);
    if (said.issuer !== issuer) throw new Unusable(`${where} is another issuer's.`);
    const signed = await this.proofs.check(opened.document, issuer, opened.token);
    if (!isGenuine(signed)) {
      const flaw = isHeld(signed.signature) ? signed.issuerKey : signed.signature;
      throw new Unusable(`${where} is not to be relied on. ${flaw.detail}`);
    }
    if (this.now < said.validFrom) {
      throw new Unusable(`${where} is valid only from ${minute(said.validFrom)} UTC.`);
    }
    const ends = [said.validUntil, signed.expires].filter((end) => end != null);
    if (ends.length && this.now >= Math.min(...ends)) {
      throw new Unusable(`${where} was valid until ${minute(Math.min(...ends))} UTC and is too old now.`);
    }
    return new StatusList(said.purposes, bits, said.validFrom);
  }
}

/**
 * That the lists leave it standing, and how old the oldest of them is.
 * @param {number[]} signed
 * @param {boolean} unsigned
 */
function standingSentence(signed, unsigned) {
  if (signed.length) {
    return `Not withdrawn, by the issuer's signed list of ${minute(Math.min(...signed))} UTC.`;
  }
  if (unsigned) return "Not withdrawn, by the issuer's list of today, which is not signed.";
  return "It names no list on which it could be withdrawn.";
}
