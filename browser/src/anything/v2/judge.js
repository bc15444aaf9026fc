// The verdict on an Open Badges 2.0 badge of any issuer, in the same steps as that on a credential:
// what stands at the badge's own address, or what was signed with a key that the issuer's profile names.
/** @import {Source} from "../sources.js" */
/** @import {Finding, Summary, Verdict, Word} from "../verdict.js" */
/** @import {JsonObject} from "../values.js" */
/** @import {Claim, Hosted, SignedClaim} from "./claims.js" */
/** @import {Assertion, BadgeClass, Linked, Profile, Withdrawn} from "./shape.js" */
import { Gone, Malformed, Unavailable } from "../errors.js";
import { checkRecipient } from "../recipient.js";
import { failed, held, isFailed, isFinding, isHeld, notChecked, verdict } from "../verdict.js";
import { day, ended, instant as moment, shown } from "../words.js";
import { Linker } from "./linker.js";
import { hostOf, objection } from "./scope.js";
import { assertionOf, badgeClassOf, instant, profileOf, recipientOf } from "./shape.js";
import { checkSigned, standingOf } from "./signed.js";

const NO_RECORD = "Open Badges 2.0 knows no permanent record.";
const COMPLETE = "Badge, badge class and issuer's profile are complete (2.0).";

/**
 * @typedef {object} Question
 * @property {number} now
 * @property {string | null} site base URL of the one issuer that is not foreign
 * @property {string | null} email
 * @property {string | null} name
 */

/** Many badges in one run: each linked document is read once. */
export class Judge {
  /** @param {Source} source */
  constructor(source) {
    this.linker = new Linker(source);
  }

  /**
   * @param {Claim} claim
   * @param {Finding} readable the first step, which whoever found the claim has taken
   * @param {Question} question
   * @returns {Promise<Verdict>}
   */
  async judge(claim, readable, question) {
    if (claim.kind === "torn") {
      const why = "It says that it is signed, but its signature is not here: ask for the file";
      return verdict([readable, notChecked(`${why} as it was issued.`)]);
    }
    return claim.kind === "hosted"
      ? this.#hosted(claim, readable, question)
      : this.#signed(claim, readable, question);
  }

  /**
   * @param {Hosted} claim
   * @param {Finding} readable
   * @param {Question} question
   */
  async #hosted({ address, copy }, readable, question) {
    const host = hostOf(address);
    const claims = held(`It is an Open Badges 2.0 badge, hosted by ${shown(host)}.`);
    if (isForeign(question, address)) {
      return verdict([readable, claims], { issuer: shown(host) }, { foreign: true });
    }
    let assertion;
    try {
      assertion = assertionOf(await this.linker.at(address));
    } catch (error) {
      if (error instanceof Gone) {
        return withdrawnVerdict(readable, { withdrawn: true, id: address, reason: null }, host);
      }
      if (error instanceof Unavailable) {
        const why = `It is not signed, and its own address cannot be asked: ${error.message}.`;
        return verdict([readable, claims, notChecked(why)]);
      }
      if (!(error instanceof Malformed)) throw error;
      return verdict([readable, failed(said("The badge", address, error))]);
    }
    if (assertion.withdrawn) return withdrawnVerdict(readable, assertion, host);
    if (assertion.kind !== "hosted" || assertion.id !== address) {
      const why = "its address serves a badge of another kind";
      return verdict([readable, failed(`It is not hosted: ${why}.`)]);
    }
    const differs = copy && copyDiffers(copy, assertion);
    if (differs) {
      const why = `This copy says otherwise than its own address, ${shown(address)}: ${differs}.`;
      return verdict([readable, failed(why)]);
    }
    const found = await this.#resolved(assertion);
    if (isFinding(found)) return verdict([readable, found]);
    const { badge, profile } = found;
    const steps = [readable, held(COMPLETE), held(wordOf(host, assertion.signedEdition))];
    const against = objection(profile, assertion.id, badge.id);
    if (against) {
      const why = `${shown(profile.name)} does not speak for this badge: ${against}.`;
      return verdict([...steps, failed(why)]);
    }
    const [dates, date] = datesOf(assertion, question.now);
    return verdict(
      [
        ...steps,
        held("The issuer's own profile speaks for this address."),
        dates,
        held("Its address serves it as standing: it was not revoked."),
        await personOf(assertion, question),
        notChecked(NO_RECORD),
      ],
      summaryOf(assertion, badge, profile, { wordOf: shown(host) }),
      { foreign: isForeign(question, profile.id), date, person: isPersonal(question) },
    );
  }

  /**
   * @param {SignedClaim} claim
   * @param {Finding} readable
   * @param {Question} question
   */
  async #signed({ jws, payload }, readable, question) {
    let assertion;
    try {
      assertion = assertionOf(payload);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      return verdict([readable, failed(error.message)]);
    }
    if (assertion.withdrawn) {
      const why = "A signed badge cannot say of itself that it was revoked.";
      return verdict([readable, failed(why)]);
    }
    if (assertion.kind !== "signed") {
      return verdict([readable, failed("It is signed, but says that it is hosted.")]);
    }
    const found = await this.#resolved(assertion);
    if (isFinding(found)) return verdict([readable, found]);
    const { badge, profile } = found;
    const foreign = isForeign(question, profile.id);
    const [signature, key] = await checkSigned(jws, assertion, profile, this.linker);
    const steps = [readable, held(COMPLETE), signature, key];
    if (!isHeld(signature) || !isHeld(key)) {
      // What nobody is known to have signed is not repeated; only whose it says it is.
      return verdict(steps, foreign ? summaryOf(assertion, badge, profile) : {}, { foreign });
    }
    const [dates, date] = datesOf(assertion, question.now);
    const standing = await standingOf(assertion, profile, this.linker);
    return verdict(
      [...steps, dates, standing.finding, await personOf(assertion, question), notChecked(NO_RECORD)],
      summaryOf(assertion, badge, profile, { reason: standing.reason }),
      {
        foreign,
        fate: isFailed(standing.finding) ? "revoked" : null,
        date,
        person: isPersonal(question),
      },
    );
  }

  /**
   * What was earned, and the profile of who awards it; or why they cannot be relied on.
   * @param {Assertion} assertion
   * @returns {Promise<{badge: BadgeClass, profile: Profile} | Finding>}
   */
  async #resolved(assertion) {
    let what = "The badge class";
    let link = assertion.badge;
    try {
      const badge = badgeClassOf(await this.linker.resolve(link, assertion.kind === "signed"));
      what = "The issuer's profile";
      link = badge.issuer;
      return { badge, profile: profileOf(await this.#profile(link)) };
    } catch (error) {
      if (error instanceof Unavailable) return notChecked(`${what} cannot be read: ${error.message}.`);
      if (!(error instanceof Malformed)) throw error;
      return failed(said(what, link, error));
    }
  }

  /**
   * An issuer who is only described inside of a badge is nobody: it must have an address.
   * @param {Linked} link
   */
  #profile(link) {
    const address = typeof link === "string" ? link : link["id"];
    if (typeof address !== "string") throw new Malformed("It has no address of its own.");
    return this.linker.at(address);
  }
}

/**
 * @param {Finding} readable
 * @param {Withdrawn} short
 * @param {string} host
 */
function withdrawnVerdict(readable, { reason }, host) {
  const why = reason ? `: ${ended(reason)}` : ".";
  return verdict(
    [
      readable,
      held("It is an Open Badges 2.0 badge in the short form of a revoked one."),
      held(wordOf(host, null)),
      held("The address itself withdrew it, and no longer says for whom it spoke."),
      notChecked("A withdrawn badge no longer says its dates."),
      failed(`Withdrawn, by the word of its own address${why}`),
    ],
    { issuer: shown(host), reason, wordOf: shown(host) },
    { fate: "revoked" },
  );
}

/**
 * In what a copy contradicts the hosted assertion, a clause; null where it does not. What the copy
 * leaves out, it says nothing of.
 * @param {JsonObject} copy
 * @param {Assertion} hosted
 */
function copyDiffers(copy, hosted) {
  try {
    if (Object.hasOwn(copy, "recipient")) {
      const named = recipientOf(copy);
      const { recipient } = hosted;
      const same =
        named.type === recipient.type &&
        named.value === recipient.value &&
        named.hashed === recipient.hashed &&
        named.salt === recipient.salt;
      if (!same) return "it names another recipient";
    }
    /** @type {[string, number | null][]} */
    const moments = [["issuedOn", hosted.issued], ["expires", hosted.expires]];
    for (const [name, when] of moments) {
      if (Object.hasOwn(copy, name) && instant(copy[name], name) !== when) {
        return `it has another ${name}`;
      }
    }
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return lowered(error.message).replace(/\.$/, "");
  }
  const [one, other] = [copy["badge"], hosted.badge].map((linked) => {
    const own = typeof linked === "object" && linked && !Array.isArray(linked) ? linked["id"] : linked;
    return typeof own === "string" ? own : null;
  });
  return one != null && other != null && one !== other ? "it names another badge class" : null;
}

/**
 * @param {Assertion} assertion
 * @param {number} now
 * @returns {[Finding, Word | null]}
 */
function datesOf({ issued, expires }, now) {
  if (now < issued) return [failed(`It was issued on ${moment(issued)}.`), "not-yet-valid"];
  if (expires !== null && now >= expires) {
    return [failed(`It was valid until ${moment(expires)}.`), "expired"];
  }
  const until = expires === null ? ", without an end" : ` until ${moment(expires)}`;
  return [held(`In force since ${day(issued)}${until}.`), null];
}

/**
 * @param {Assertion} assertion
 * @param {Question} question
 */
function personOf({ recipient }, { email, name }) {
  return checkRecipient([recipient], email, name);
}

/** @param {Question} question */
function isPersonal({ email, name }) {
  return email !== null || name !== null;
}

/**
 * @param {Question} question
 * @param {string} address
 */
function isForeign({ site }, address) {
  return site !== null && !address.startsWith(`${site.replace(/\/+$/, "")}/`);
}

/**
 * @param {Assertion} assertion
 * @param {BadgeClass} badge
 * @param {Profile} profile
 * @param {Summary} [more]
 * @returns {Summary}
 */
function summaryOf(assertion, badge, profile, more = {}) {
  return {
    credential: shown(badge.name),
    issuer: shown(profile.name),
    domain: shown(hostOf(profile.id)),
    issued: assertion.issued,
    expires: assertion.expires,
    ...more,
  };
}

/**
 * @param {string} host
 * @param {string | null} edition
 */
function wordOf(host, edition) {
  const better = edition ? ` Its signed edition is ${shown(edition)}.` : "";
  return `It is not signed: it counts because ${shown(host)} serves it.${better}`;
}

/**
 * @param {string} what
 * @param {Linked} link
 * @param {Malformed} reason
 */
function said(what, link, reason) {
  const where = typeof link === "string" ? ` at ${shown(link)}` : "";
  return `${what}${where} cannot be relied on: ${lowered(reason.message)}`;
}

/** @param {string} text */
function lowered(text) {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
