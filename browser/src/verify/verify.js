// Verifies one document, step by step, and says in one word what came of it: the same steps, the
// same words, in the same order as `testamur verify`.

import { controllerOf, webSite } from "./controllers.js";
import { MAX_DOCUMENT, replaced, withdrawn } from "./fate.js";
import { caught, failed, held, isObject, shown, Stop, unchecked } from "./finding.js";
import { iso } from "./instants.js";
import { parse } from "./json.js";
import { checkProofs, isGenuine } from "./proofs.js";
import { entered } from "./record.js";
import { credentialOf } from "./shape.js";
import { standing } from "./status.js";
import { decide, STEPS } from "./verdict.js";

/** @typedef {import("./controllers.js").Controller} Controller */
/** @typedef {import("./finding.js").Finding} Finding */
/** @typedef {import("./finding.js").JsonObject} JsonObject */
/** @typedef {import("./shape.js").Credential} Credential */
/** @typedef {import("./verdict.js").Verdict} Verdict */
/** @typedef {import("./verdict.js").Word} Word */

/**
 * @typedef {object} Context the outside world
 * @property {(url: string, most: number) => Promise<Uint8Array<ArrayBuffer>>} fetch
 *   the bytes at an address; throws where there are none, or more than `most`
 * @property {number} now milliseconds since 1970
 * @property {string} [site] base_url: documents of other issuers are foreign
 * @property {string} [foundAt] where the document came from
 * @property {Map<string, number>} [remembered] by address, the newest `validFrom` of lists seen before
 * @property {{ email?: string, name?: string }} [person] whom it should be made out to
 * @property {(method: JsonObject) => import("./keys.js").Key | null} [keyOf]
 *   a key in another form than Multikey; null for one that it does not read either
 * @property {(document: JsonObject) => Promise<string>} [canonicaliseGraph]
 *   RDFC-1.0; without it, proofs over the graph are looked at but not computed
 */

/**
 * The verdict on the bytes of one document; malformed input is a verdict too.
 *
 * Throws only where the browser fails: whoever calls it then knows nothing.
 * @param {Uint8Array<ArrayBuffer>} data
 * @param {Context} context
 * @returns {Promise<Verdict>}
 */
export async function verify(data, context) {
  // 1. readable: it is JSON that every program reads alike, within our limits.
  /** @type {JsonObject} */
  let document;
  try {
    document = read(data);
  } catch (error) {
    return verdict([caught(error)]);
  }
  return verifyObject(document, context);
}

/**
 * The verdict on a document that was read already.
 * @param {JsonObject} document
 * @param {Context} context
 * @returns {Promise<Verdict>}
 */
export async function verifyObject(document, context) {
  const readable = held("json");
  // 2. well-formed: it has the shape that its kind promises, with known contexts.
  /** @type {Credential} */
  let credential;
  try {
    credential = credentialOf(document);
  } catch (error) {
    return verdict([readable, caught(error)]);
  }
  const { issuer } = credential;
  const site = webSite(issuer);
  const foreign = context.site !== undefined && site?.base !== context.site;

  // 3. signature: every signature fits the bytes we were given.
  // 4. issuer-key: the issuer publishes the key, for this use.
  /** @type {Promise<Controller> | undefined} */
  let fetched;
  const controller = () => (fetched ??= controllerOf(issuer, context));
  const signed = await checkProofs(document, issuer, controller, context);
  const findings = [readable, held("badge"), signed.signature, signed.issuerKey];
  const said = summary(credential);
  if (!isGenuine(signed)) {
    // Nothing it says is believed, and nothing it names is fetched.
    return verdict(findings, said, { foreign });
  }

  // 5. dates: validFrom has come, validUntil has not passed.
  const [dates, date] = datesOf(credential, signed, context.now);

  // 6. status: the issuer's list leaves it standing.
  const found = await standing(credential, controller, context);
  /** @type {import("./fate.js").Fate} */
  let fate = { finding: found.finding, word: null };
  if (found.purpose) fate = await withdrawn(credential, found.purpose, controller, context);

  // 7. recipient: it was made out to the person we were told of.
  const { person } = context;
  const recipient = person
    ? await (await import("./recipient.js")).isMadeOutTo(credential.identities, person)
    : unchecked("nobody-named");

  // 8. register: it stands in the issuer's permanent record.
  let register = await entered(document, credential, await controller(), context, !!fate.word);
  if (register.outcome === "failed" && !fate.word) {
    // Where the list is older than the site, the proof at its address is a newer version's.
    fate = (await replaced(credential, controller, context)) ?? fate;
    if (fate.word) register = unchecked("no-proof");
  }
  return verdict(
    [...findings, dates, fate.finding, recipient, register],
    {
      ...said,
      since: fate.since ?? null,
      reason: fate.reason ?? null,
      code: fate.code ?? null,
      change: fate.change ?? null,
      newest: fate.newest ?? null,
      successor: fate.successor ?? null,
    },
    { foreign, fate: fate.word, date, asked: !!person },
  );
}

/**
 * The object that bytes are as JSON. Throws Stop.
 * @param {Uint8Array} data
 */
function read(data) {
  const start = new TextDecoder().decode(data.slice(0, 4096));
  // A web page, picture, token or PDF may hold a genuine badge: that it is not read proves nothing.
  if (/^\s*(<|%PDF-|eyJ|\ufffdPNG)/.test(start)) throw new Stop(unchecked("other-form"));
  let found;
  try {
    found = data.length > MAX_DOCUMENT ? null : parse(data);
  } catch {
    // Refused below, as what is no object.
  }
  if (!isObject(found)) throw new Stop(failed("unreadable"));
  return found;
}

/**
 * @param {Credential} credential
 * @param {import("./proofs.js").Signed} signed
 * @param {number} now
 * @returns {[Finding, Word | null]}
 */
function datesOf({ validFrom, validUntil }, { created, expires }, now) {
  const begins = Math.max(validFrom, ...created);
  if (now < begins) return [failed("early", { at: begins }), "not-yet-valid"];
  const ends = Math.min(validUntil ?? Infinity, expires ?? Infinity);
  if (now >= ends) return [failed("over", { at: ends }), "expired"];
  const until = ends < Infinity ? { until: ends } : {};
  return [held(ends < Infinity ? "in-force-until" : "in-force", { at: validFrom, ...until }), null];
}

const NOTHING = {
  recipient: null,
  credential: null,
  issuer: null,
  domain: null,
  issued: null,
  expires: null,
  awarded: null,
  since: null,
  reason: null,
  code: null,
  change: null,
  newest: null,
  successor: null,
};

/**
 * What the document says of itself. Believe it only as far as the word goes.
 * @param {Credential} credential
 * @returns {Omit<Verdict, "verdict" | "steps">}
 */
function summary({ identities, name, issuer, issuerName, validFrom, validUntil, awarded }) {
  const named = identities.find((each) => each.type === "name" && !each.hashed);
  return {
    ...NOTHING,
    recipient: named ? shown(named.value) : null,
    credential: shown(name),
    issuer: issuerName === null ? null : shown(issuerName),
    domain: webSite(issuer)?.host ?? null,
    issued: iso(validFrom),
    expires: validUntil === null ? null : iso(validUntil),
    awarded: awarded === null ? null : iso(awarded),
  };
}

/**
 * @param {Finding[]} findings of the first steps, in their order
 * @param {Omit<Verdict, "verdict" | "steps">} said
 * @param {Parameters<typeof decide>[1]} known
 * @returns {Verdict}
 */
function verdict(findings, said = NOTHING, known = {}) {
  const steps = STEPS.map((name, at) => ({ name, ...(findings[at] ?? unchecked("not-reached")) }));
  // What a forger wrote is not repeated beside the issuer's domain.
  const forged = [2, 3].some((at) => steps[at]?.outcome === "failed");
  return { verdict: decide(steps, known), steps, ...(forged ? NOTHING : said) };
}
