// What a reader gave, checked and answered. Loaded with the first badge that is given.
/** @import {Site} from "../page/site.js" */
/** @import {Bytes} from "./values.js" */
import { canCheck } from "./self-test.js";
import { MAX_PICTURE } from "./baked.js";
import { Verifier } from "./document.js";
import { isPage } from "./envelope.js";
import { Unavailable } from "./errors.js";
import { Web } from "./sources.js";
import { telling } from "./telling.js";
import { latin1, utf8 } from "./values.js";
import { answerIn, element, sayer, show, sign } from "./words-of-page.js";

const LEARNER = /\/learners\/[0-9a-z]{26}$/;

/** The part of the page that answers. */
export class Desk {
  /**
   * @param {HTMLElement} place
   * @param {Record<string, string>} words
   * @param {Site} site
   * @param {() => boolean} isCurrent
   */
  constructor(place, words, site, isCurrent) {
    this.result = place.querySelector("section") ?? answerIn(place);
    this.say = sayer(words, site.locale);
    this.site = site;
    this.isCurrent = isCurrent;
    this.web = new Web(site.base, site.root);
  }

  /**
   * Says what is being done, or why nothing is.
   * @param {string} key
   * @param {Record<string, string | Node>} [parts]
   */
  note(key, parts) {
    this.answer("waiting", [this.say(key, parts)], []);
  }

  /**
   * @param {string} state
   * @param {(string | Node)[]} sentence
   * @param {Node[]} below
   */
  answer(state, sentence, below) {
    if (!this.isCurrent()) return;
    show(this.result, state, sign(state), sentence, below);
    this.result.setAttribute("aria-busy", String(state === "waiting"));
    if (below.length) this.result.scrollIntoView({ block: "nearest" });
  }
}

/**
 * A credential, or the address of one.
 * @param {string} text
 * @param {Desk} desk
 */
export async function checkText(text, desk) {
  if (!/^https?:\/\/\S+$/.test(text)) return check(utf8(text), null, text, desk);
  const host = text.split("/")[2] ?? "";
  desk.note("anything.asking", { host: element("bdi", host) });
  try {
    const [foundAt, data] = await fetched(text, desk.web);
    return await check(data, foundAt, text, desk);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    const said = desk.say("anything.no-answer", { host: element("bdi", host) });
    const sentence = [element("strong", desk.say("anything.own-unknown")), " ", said];
    desk.answer("unknown", sentence, [advice(desk, commandOf(text)), technical(error.message)]);
  }
}

/**
 * @param {File} file
 * @param {Desk} desk
 */
export async function checkFile(file, desk) {
  // What was dropped may be a folder, or gone by now.
  const data = await file.arrayBuffer().catch(() => null);
  if (!data) return desk.note("anything.nothing");
  return check(new Uint8Array(data), null, file.name, desk);
}

/**
 * @param {Bytes} data
 * @param {string | null} foundAt
 * @param {string} name what our command would be given
 * @param {Desk} desk
 */
async function check(data, foundAt, name, desk) {
  const { say, site, web } = desk;
  if (latin1(data, 4) === "PK\x03\x04") {
    const command = [element("p", say("anything.bundle")), code(`${commandOf(name)} --online`)];
    desk.answer("unknown", [element("strong", say("anything.own-unknown"))], command);
    return;
  }
  desk.note("anything.reading");
  const command = commandOf(foundAt ?? name);
  try {
    if (!(await canCheck())) throw new Error("a sample came out wrong");
    const verifier = new Verifier(web, Date.now());
    const verdict = await verifier.examine(data, { site: site.base, foundAt });
    // Of a stranger's badge readers want to know what it is worth by itself, too.
    const alone = verdict.word === "foreign" ? await verifier.examine(data, { foundAt }) : null;
    const { state, sentence, below } = telling(say, verdict, alone, site);
    if ((alone ?? verdict).word === "unknown") below.splice(1, 0, advice(desk, command));
    desk.answer(state, sentence, below);
  } catch {
    const sentence = [element("strong", say("anything.own-unknown")), " ", say("anything.cannot")];
    desk.answer("unknown", sentence, [code(command)]);
  }
}

/**
 * What stands at an address; where that is a web page, or nothing, the credential beside it.
 * @param {string} address
 * @param {Web} web
 * @returns {Promise<[string, Bytes]>}
 */
async function fetched(address, web) {
  const [plain = ""] = address.split("#", 1);
  const page = plain.replace(/\/+$/, "");
  const isFile = /\.(?:json|jwt|jws|png|svg)$/.test(plain);
  const beside = isFile ? null : `${page}/${LEARNER.test(page) ? "clr" : "credential"}.json`;
  try {
    const data = await web.fetch(plain, MAX_PICTURE);
    if (!beside || !isPage(data)) return [plain, data];
  } catch (error) {
    if (!beside || !(error instanceof Unavailable)) throw error;
    return web.fetch(beside, MAX_PICTURE).then(
      (data) => [beside, data],
      () => Promise.reject(error),
    );
  }
  return [beside, await web.fetch(beside, MAX_PICTURE)];
}

/**
 * What to do where nothing could be found out.
 * @param {Desk} desk
 * @param {string} command
 */
function advice({ say, web }, command) {
  const lines = ["unknown-means", ...(web.refused ? ["refused-do"] : []), "command-do"];
  return element("div", ...lines.map((key) => element("p", say(`anything.${key}`))), code(command));
}

/** @param {string} message */
function technical(message) {
  const line = element("p", element("small", message));
  line.lang = "en";
  line.dir = "ltr";
  return line;
}

/** @param {string} command */
function code(command) {
  const block = element("pre", element("code", command));
  block.dir = "ltr";
  return block;
}

/**
 * Our command for the same; what was pasted is a file there. Nothing in a stranger's name does
 * anything in a shell.
 * @param {string} what
 */
function commandOf(what) {
  if (!/^[^{\s-][^\n]{0,200}$/.test(what) || what.startsWith("eyJ")) {
    return "testamur verify credential.json";
  }
  const plain = /^[\w./:@%+,=-]+$/.test(what);
  return `testamur verify ${plain ? what : `'${what.replaceAll("'", `'\\''`)}'`}`;
}
