// Verify one document, step by step, and say in one word what came of it: as `testamur verify` does.
/** @import {Opened} from "./envelope.js" */
/** @import {Fate} from "./fate.js" */
/** @import {Credential} from "./shape.js" */
/** @import {Signed} from "./signatures.js" */
/** @import {Source} from "./sources.js" */
/** @import {Bytes} from "./values.js" */
/** @import {Finding, Part, Summary, Verdict, Word} from "./verdict.js" */
import { home, webSite } from "./dids.js";
import { openText, tokenIn } from "./envelope.js";
import { Malformed, Unread } from "./errors.js";
import { replaced, takenBack, withdrawn } from "./fate.js";
import { History, noProof } from "./history.js";
import { Allowance, idsOf, openInner, partOf } from "./inner.js";
import { formOf, lookInside } from "./pictures.js";
import { Proofs } from "./proofs.js";
import { checkRecipient } from "./recipient.js";
import { KINDS, credentialOf, recipientOf } from "./shape.js";
import { isGenuine } from "./signatures.js";
import { Rationed } from "./sources.js";
import { StatusLists } from "./status.js";
import { claimOfJson, claimOfText } from "./v2/claims.js";
import { Judge } from "./v2/judge.js";
import { failed, held, isFailed, isFinding, notChecked, verdict } from "./verdict.js";
import { day, instant, shown } from "./words.js";

/**
 * @typedef {object} Asking
 * @property {string | null} [site] a base URL: documents of other issuers are foreign
 * @property {string | null} [email]
 * @property {string | null} [name]
 * @property {string | null} [foundAt] where the bytes came from, if they came from an address
 */

/** Many documents in one run: key documents and status lists are fetched and checked once. */
export class Verifier {
  /**
   * @param {Source} source answers for every other address
   * @param {number} now
   */
  constructor(source, now) {
    this.now = now;
    this.source = new Rationed(source);
    this.proofs = new Proofs(this.source, now);
    this.lists = new StatusLists(this.source, this.proofs, now);
    this.history = new History(this.source, source, this.proofs);
    this.older = new Judge(this.source);
  }

  /**
   * The verdict on one document; malformed input is a verdict too, never an error.
   * @param {Bytes} data
   * @param {Asking} [asking]
   * @returns {Promise<Verdict>}
   */
  async examine(data, { site = null, email = null, name = null, foundAt = null } = {}) {
    this.source.refill();
    // 1. readable: it is JSON or a token that every program reads alike, within our limits.
    const form = formOf(data);
    const inside = form && (await lookInside(data, form));
    if (inside && isFinding(inside)) return verdict([inside]);
    const text = inside ? inside.text : data;
    const what = tokenIn(data) === null ? "well-formed JSON" : "a well-formed signed token (JWT)";
    const readable = held(inside ? inside.detail : `It is ${what}.`);
    const opened = openText(text, readable);
    const isJson = !Array.isArray(opened) && !opened.token;
    const claim = isJson ? claimOfJson(opened.document) : claimOfText(text);
    if (claim) return this.older.judge(claim, readable, { now: this.now, site, email, name });
    if (Array.isArray(opened)) return verdict(opened);
    return (await this.#judge(opened, { site, email, name, foundAt })).verdict;
  }

  /**
   * @param {Opened} opened
   * @param {Asking} asking
   * @param {Allowance | null} [allowance] of a credential inside another, what may still be looked at
   * @returns {Promise<{verdict: Verdict, credential: Credential | null}>}
   */
  async #judge({ document, token, readable }, asking, allowance = null) {
    const { site: expected = null, email = null, name = null, foundAt = null } = asking;
    // 2. well-formed: it has the shape that its kind promises, with known contexts.
    let credential;
    try {
      credential = await credentialOf(document, token !== null);
    } catch (error) {
      if (error instanceof Malformed) return ended(readable, failed(error.message));
      if (error instanceof Unread) return ended(readable, notChecked(error.message));
      throw error;
    }
    const wellFormed = held(`It is ${KINDS[credential.kind]}.`);
    const site = webSite(credential.issuer);
    const foreign = expected !== null && site?.baseUrl !== expected.replace(/\/+$/, "");

    // 3. signature: every signature fits the bytes we were given.
    // 4. issuer-key: the issuer publishes the key, for this use.
    let signed = await this.proofs.check(document, credential.issuer, token);
    if (signed.departed?.length && !token) {
      signed = await this.history.signedBeforeLoss(document, credential, signed, foundAt);
    }
    const findings = [readable, wellFormed, signed.signature, signed.issuerKey];
    const summary = summaryOf(credential);
    // Of what is not genuine nothing is believed, and nothing that it names is fetched.
    if (!isGenuine(signed)) return { verdict: verdict(findings, summary, { foreign }), credential };

    // 5. dates: validFrom has come, validUntil has not passed.
    const [dates, date] = datesOf(credential, signed, this.now);

    // 6. status: the issuer's list leaves it standing.
    const standing = await this.lists.standing(credential);
    /** @type {Fate} */
    let became = { finding: standing.finding };
    if (standing.purpose) {
      became = await withdrawn(credential, standing, this.source, this.proofs);
    }
    became = takenBack(document, credential) ?? became;

    // 7. recipient: it was made out to the person we were told of.
    const person = await checkRecipient(credential.identities, email, name);

    // 8. register: it stands in the issuer's permanent record.
    let [register] = await this.history.entered(document, credential, foundAt, Boolean(became.word));
    if (isFailed(register) && !became.word) {
      // Where the list is older than the site, the proof at its address is a newer version's.
      became = (await replaced(credential, this.source, this.proofs)) ?? became;
      if (became.word) register = noProof();
    }

    // What is inside it is judged by itself; but no further down than endorsements.
    /** @type {Part[]} */
    const parts = [];
    if (!allowance || credential.kind === "achievement") {
      parts.push(...(await this.#parts(document, credential, allowance ?? new Allowance())));
    }
    const judged = verdict(
      [...findings, dates, became.finding, person, register],
      {
        ...summary,
        withdrawn: became.since ?? null,
        reason: became.reason ?? null,
        newest: became.newest ?? null,
        successor: became.successor ?? null,
      },
      { foreign, fate: became.word ?? null, date, person: email !== null || name !== null },
      parts,
    );
    return { verdict: judged, credential };
  }

  /**
   * @param {Opened["document"]} document
   * @param {Credential} credential
   * @param {Allowance} allowance
   */
  async #parts(document, credential, allowance) {
    const ids = idsOf(document);
    /** @type {Part[]} */
    const found = [];
    for (const [number, each] of credential.inner.entries()) {
      if (!allowance.takes(each.content)) {
        const rest = credential.inner.length - number;
        const unseen = verdict([notChecked(`Not looked at: ${rest} more, since it holds too much.`)]);
        return [...found, await partOf(each, null, unseen, credential, ids)];
      }
      const opened = openInner(each);
      const examined = Array.isArray(opened)
        ? ended(...opened)
        : await this.#judge(opened, {}, allowance);
      found.push(await partOf(each, examined.credential, examined.verdict, credential, ids));
    }
    return found;
  }
}

/**
 * @param {Credential} credential
 * @param {Signed} signed
 * @param {number} now
 * @returns {[Finding, Word | null]}
 */
function datesOf(credential, signed, now) {
  const begins = Math.max(credential.validFrom, ...(signed.created ?? []));
  if (now < begins) return [failed(`It is valid only from ${instant(begins)}.`), "not-yet-valid"];
  const ends = [credential.validUntil, signed.expires].filter((end) => end != null);
  const end = ends.length ? Math.min(...ends) : null;
  if (end !== null && now >= end) return [failed(`It was valid until ${instant(end)}.`), "expired"];
  const until = end === null ? ", without an end" : ` until ${instant(end)}`;
  return [held(`In force since ${day(credential.validFrom)}${until}.`), null];
}

/**
 * @param {Credential} credential
 * @returns {Summary}
 */
function summaryOf(credential) {
  const recipient = recipientOf(credential);
  const { issuerName, subject, kind } = credential;
  return {
    recipient: recipient ? shown(recipient) : null,
    credential: shown(credential.name),
    issuer: issuerName ? shown(issuerName) : null,
    domain: home(credential.issuer),
    byKeyAlone: home(credential.issuer) === null,
    issued: credential.validFrom,
    expires: credential.validUntil,
    awarded: credential.awarded,
    endorses: kind === "endorsement" && subject ? shown(subject) : null,
  };
}

/** @param {...Finding} findings */
function ended(...findings) {
  return { verdict: verdict(findings), credential: null };
}
