// What the page of an award says while it is checked, and what came of it.

import { element, show, stepList, voice } from "./box.js";
import { wordsOf } from "./site.js";
import { nothingFound, tell } from "./telling.js";
import { canCheck } from "./trial.js";

/**
 * @typedef {object} Check
 * @property {Promise<import("../verify/verify.js").Examined | null>} examined null where the document is out of reach
 * @property {typeof import("../verify/verify.js").verify} verify
 */

/**
 * @param {HTMLElement} note
 * @param {import("./site.js").Site} site
 * @param {Check} check
 */
export async function present(note, site, check) {
  const box = document.querySelector("main [role=status]");
  const line = box?.querySelector(".sentence");
  const place = box?.parentElement;
  if (!(box instanceof HTMLElement && line instanceof HTMLElement && place)) return;
  const host = new URL(site.base).host;
  const recorded = box.dataset["state"] === "active" ? "valid" : box.dataset["state"];
  // Without words there is nothing to say it with: what the build wrote stands.
  const says = voice(await wordsOf("award"), site);
  // Whatever is to be said has room already: nothing moves while it is checked.
  for (const each of [line, place]) each.style.minBlockSize = `${each.offsetHeight}px`;
  const [, ...rest] = [...line.childNodes].map((node) => node.cloneNode(true));
  line.replaceChildren(element("strong", says.say("browser.checking")), ...rest);
  const { told, verdict, credential } = await judged(says, host, check);
  const isPreview = site.root !== `${site.base}/`;
  const preview = isPreview ? [says.say("browser.preview"), " "] : [];
  const focused = document.activeElement;
  const sentence = [element("strong", ...preview, ...told.word), " ", ...told.sentence];
  line.style.minBlockSize = "";
  show(box, told.state, sentence, told.state === recorded ? null : told.more);
  const summary = says.say(told.state === "unknown" ? "browser.unchecked" : "browser.checked");
  const heading = element("summary", summary);
  const details = element("details", heading);
  details.className = "unchecked";
  if (isPreview) {
    const domain = element("bdi", host);
    details.append(element("p", says.say("browser.preview-what", { domain })));
  }
  if (verdict) details.append(stepList(says, verdict, host));
  const ways = element("a", says.say("award.how-to-check"));
  ways.href = "#check";
  details.append(element("p", says.say("check.why"), " ", ways));
  // A line that is new has not moved, wherever the one before it stood.
  note.replaceWith(details);
  if (focused && !focused.isConnected) heading.focus({ preventScroll: true });
  if (credential && ["valid", "expired"].includes(told.state)) {
    const { personAsked } = await import("./person.js");
    details.append(personAsked(says, credential.identities, host));
  }
}

/**
 * @param {import("./box.js").Voice} says
 * @param {string} host
 * @param {Check} check
 */
async function judged(says, host, { examined, verify }) {
  /** @returns {{ told: import("./telling.js").Told, verdict?: undefined, credential?: undefined }} */
  const nothing = (/** @type {string} */ why) => ({ told: nothingFound(says, says.say(why)) });
  try {
    const [found, can] = await Promise.all([examined, canCheck(verify)]);
    if (!can) return nothing("browser.cannot");
    if (!found) return nothing("browser.unreachable");
    return { told: tell(says, found.verdict, host), ...found };
  } catch {
    return nothing("browser.failed");
  }
}
