// Verifies one document, step by step, and says in one word what came of it: the same steps, the
// same words, in the same order as `testamur verify`.

import { controllerOf, webSite } from "./controllers.js";
import { caught, failed, held, isObject, leave, refuse, shown, unchecked } from "./finding.js";
import { iso } from "./instants.js";
import { parse } from "./json.js";
import { verifies } from "./keys.js";
import { checkProofs, isGenuine } from "./proofs.js";
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
 * @property {{ get(url: string): number | undefined, set(url: string, at: number): unknown }} [remembered] by address, the newest `validFrom` of lists seen before
 * @property {{ email?: string, name?: string }} [person] whom it should be made out to
 */

/** @typedef {{ verdict: Verdict, credential?: Credential }} Examined a verdict, and what the document says */

/**
 * The verdict on the bytes of one document; malformed input is a verdict too.
 *
 * Throws only where the browser fails: whoever calls it then knows nothing.
 * @param {Uint8Array<ArrayBuffer>} data
 * @param {Context} context
 */
export const verify = async (data, context) => (await examine(data, context)).verdict;

/**
 * Likewise, with what the steps learnt.
 * @param {Uint8Array<ArrayBuffer>} data
 * @param {Context} context
 * @returns {Promise<Examined>}
 */
export async function examine(data, context) {
  // 1. readable: it is JSON that every program reads alike, within our limits.
  /** @type {JsonObject} */
  let document;
  try {
    document = read(data);
  } catch (error) {
    return { verdict: verdict([caught(error)]) };
  }
  // They come meanwhile.
  const record = import("./record.js");
  record.catch(() => null);
  const readable = held("json");
  // 2. well-formed: it has the shape that its kind promises, with known contexts.
  /** @type {Credential} */
  let credential;
  try {
    credential = credentialOf(document);
  } catch (error) {
    return { verdict: verdict([readable, caught(error)]) };
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
    return { verdict: verdict(findings, said, { foreign }), credential };
  }

  const genuine = async (/** @type {Uint8Array<ArrayBuffer>} */ data) => {
    const other = parse(data);
    if (!isObject(other)) return null;
    const newer = credentialOf(other);
    const proofs = newer.issuer === issuer && (await checkProofs(other, issuer, controller, context));
    return proofs && isGenuine(proofs) ? newer : null;
  };

  // 5. dates: validFrom has come, validUntil has not passed.
  const [dates, date] = datesOf(credential, signed, context.now);

  // 6. status: the issuer's list leaves it standing.
  const found = await standing(credential, controller, context);
  /** @type {import("./fate.js").Fate} */
  let fate = { finding: found.finding, word: null };
  if (found.purpose) {
    const { withdrawn } = await import("./fate.js");
    fate = await withdrawn(credential, found.purpose, genuine, context);
  }

  // 7. recipient: it was made out to the person we were told of.
  const { person } = context;
  const recipient = person
    ? await (await import("./recipient.js")).isMadeOutTo(credential.identities, person)
    : unchecked("nobody-named");

  // 8. register: it stands in the issuer's permanent record.
  const { entered } = await record;
  const keys = await controller();
  let register = await entered(document, credential, keys, context, !!fate.word, verifies);
  if (register.outcome === "failed" && !fate.word) {
    // Where the list is older than the site, the proof at its address is a newer version's.
    const { replaced } = await import("./fate.js");
    fate = (await replaced(credential, genuine, context)) ?? fate;
    if (fate.word) register = unchecked("no-proof");
  }
  const told = { ...said };
  for (const name of FATE) told[name] = fate[name] ?? null;
  const known = { foreign, fate: fate.word, date, asked: !!person };
  return {
    verdict: verdict([...findings, dates, fate.finding, recipient, register], told, known),
    credential,
  };
}

/**
 * The object that bytes are as JSON. Throws Stop.
 * @param {Uint8Array} data
 */
function read(data) {
  const start = new TextDecoder().decode(data.slice(0, 4096));
  // A web page, picture, token or PDF may hold a genuine badge: that it is not read proves nothing.
  if (/^\s*(<|%PDF-|eyJ|\ufffdPNG)/.test(start)) leave("other-form");
  try {
    const found = parse(data);
    if (isObject(found) && data.length <= MAX_DOCUMENT) return found;
  } catch {
    // Refused below.
  }
  return refuse("unreadable");
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
  const ends = Math.min(validUntil ?? Infinity, expires);
  if (now >= ends) return [failed("over", { at: ends }), "expired"];
  if (ends === Infinity) return [held("in-force", { at: validFrom }), null];
  return [held("in-force-until", { at: validFrom, until: ends }), null];
}

/** Bytes of a credential that are read. */
export const MAX_DOCUMENT = 2_000_000;
/** @type {("since" | "reason" | "code" | "change" | "newest" | "successor")[]} */
const FATE = ["since", "reason", "code", "change", "newest", "successor"];
const SAID = "recipient credential issuer domain issued expires awarded".split(" ");
/** @typedef {Omit<Verdict, "verdict" | "steps">} Summary */
const NOTHING = /** @type {Summary} */ (
  Object.fromEntries([...SAID, ...FATE].map((name) => [name, null]))
);

/**
 * What the document says of itself. Believe it only as far as the word goes.
 * @param {Credential} credential
 * @returns {Summary}
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
 * @param {Summary} said
 * @param {Parameters<typeof decide>[1]} known
 * @returns {Verdict}
 */
function verdict(findings, said = NOTHING, known = {}) {
  const steps = STEPS.map((name, at) => ({ name, ...(findings[at] ?? unchecked("not-reached")) }));
  // What a forger wrote is not repeated beside the issuer's domain.
  const forged = [2, 3].some((at) => steps[at]?.outcome === "failed");
  return { verdict: decide(steps, known), steps, ...(forged ? NOTHING : said) };
}
