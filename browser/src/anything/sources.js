// Where a verifier gets the other bytes it needs. What asks may be a stranger's document, so that
// only public https addresses are asked, without cookies and without following redirects.
/** @import {Bytes} from "./values.js" */
import { Gone, Unavailable } from "./errors.js";
import { count } from "./words.js";
import { joined } from "./values.js";

/**
 * @typedef {object} Source
 * @property {(url: string, acceptBytes: number) => Promise<Bytes>} fetch
 * The bytes at an absolute https address. Throws Unavailable, with the reason, where there are none
 * or more than `acceptBytes`.
 */

const URL_FORM = /^https:\/\/([A-Za-z0-9.-]{1,253})(?::([0-9]{1,5}))?([/?][!-~]*)?$/;
const SECONDS = 15;
const MAX_FETCHES = 100;
const MAX_SECONDS = 120;
// Names that are never of the open internet (RFC 2606, 6761, 6762, 8375; the use of many networks).
const LOCAL_NAMES = /(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|private|home\.arpa|test|invalid|onion)$/;

/**
 * The web, as a page may ask it.
 * @implements {Source}
 */
export class Web {
  /**
   * @param {string} base what documents call this site, without a slash at its end
   * @param {string} root where this copy of it is served, with one
   */
  constructor(base, root) {
    this.base = base;
    this.root = root;
    /** Whether a host did not answer, or not to this page. */
    this.refused = false;
  }

  /**
   * @param {string} url
   * @param {number} acceptBytes
   */
  async fetch(url, acceptBytes) {
    const plain = url.split("#", 1)[0] ?? "";
    const own = this.base && plain.startsWith(`${this.base}/`);
    if (!own) checkPublic(plain);
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), SECONDS * 1000);
    try {
      return await answer(own ? this.#here(plain) : plain, url, acceptBytes, stop.signal);
    } catch (error) {
      if (error instanceof Unavailable) throw error;
      const host = hostOf(plain);
      this.refused = true;
      if (stop.signal.aborted) throw new Unavailable(`${host} took longer than ${SECONDS} seconds`);
      throw new Unavailable(`${host} cannot be reached from this page, or does not let pages of other sites read it`);
    } finally {
      clearTimeout(timer);
    }
  }

  /** @param {string} url */
  #here(url) {
    const path = url.slice(this.base.length + 1).split("?", 1)[0] ?? "";
    const unsafe = /[%\\]/.test(path) || path.split("/").some((name) => name === "." || name === ".." || !name);
    if (unsafe) throw new Unavailable(`${url} is not in this copy of ${this.base}`);
    return new URL(path, this.root).href;
  }
}

/**
 * A source that answers so often and for so long, and then no more until it is refilled.
 * @implements {Source}
 */
export class Rationed {
  /** @param {Source} source */
  constructor(source) {
    this.source = source;
    this.left = MAX_FETCHES;
    this.waited = 0;
  }

  refill() {
    this.left = MAX_FETCHES;
    this.waited = 0;
  }

  /**
   * @param {string} url
   * @param {number} acceptBytes
   */
  async fetch(url, acceptBytes) {
    if (!this.left) throw new Unavailable(`it needs more than ${MAX_FETCHES} documents of others`);
    if (this.waited >= MAX_SECONDS * 1000) {
      throw new Unavailable(`documents of others took longer than ${MAX_SECONDS} seconds`);
    }
    this.left -= 1;
    const begun = performance.now();
    try {
      return await this.source.fetch(url, acceptBytes);
    } finally {
      this.waited += performance.now() - begun;
    }
  }
}

/**
 * Throws Unavailable for an address that is no plain https one, or of no host of the open internet.
 * @param {string} url
 */
export function checkPublic(url) {
  const match = URL_FORM.exec(url);
  if (!match) throw new Unavailable(`'${url.slice(0, 200)}' is not a plain https address`);
  const [, host = "", port] = match;
  if (port && !(Number(port) > 0 && Number(port) < 65_536)) {
    throw new Unavailable(`${host} has no port ${port}`);
  }
  if (!isPublic(host)) throw new Unavailable(`${host} is not a host of the open internet`);
}

/**
 * Whether a host can be one of the open internet by its name. Addresses in numbers are not asked.
 * @param {string} host
 */
function isPublic(host) {
  const name = host.toLowerCase().replace(/\.$/, "");
  if (!name.includes(".") || LOCAL_NAMES.test(name)) return false;
  // Browsers read 0x7f.1 as an address, too; no top-level name begins with a digit.
  return !/(?:^|\.)(?:[0-9][0-9a-fx]*)$/.test(name);
}

/**
 * @param {string} address
 * @param {string} url as the document has it
 * @param {number} acceptBytes
 * @param {AbortSignal} signal
 * @returns {Promise<Bytes>}
 */
async function answer(address, url, acceptBytes, signal) {
  const response = await fetch(address, {
    credentials: "omit",
    redirect: "error",
    referrerPolicy: "no-referrer",
    cache: "no-cache",
    signal,
  });
  if (response.status === 410) throw new Gone(`${url} answers 410`);
  if (response.status !== 200) throw new Unavailable(`${url} answers ${response.status}`);
  return bounded(response.body, acceptBytes, () => {
    throw new Unavailable(`${url} is larger than ${count(acceptBytes)} bytes`);
  });
}

/**
 * All bytes of a stream, if they are not more than `most`; else what `tooMany` throws.
 * @param {ReadableStream<Uint8Array> | null} stream
 * @param {number} most
 * @param {() => never} tooMany
 * @returns {Promise<Bytes>}
 */
export async function bounded(stream, most, tooMany) {
  if (!stream) return new Uint8Array();
  const reader = stream.getReader();
  /** @type {Bytes[]} */
  const parts = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return joined(...parts);
    length += value.length;
    if (length > most) {
      await reader.cancel().catch(() => undefined);
      tooMany();
    }
    parts.push(new Uint8Array(value));
  }
}

/** @param {string} url */
function hostOf(url) {
  return /^https:\/\/([^/?#]*)/.exec(url)?.[1] ?? url;
}
