// "Is it this person?": an e-mail address or a name, compared in the browser and sent nowhere.

import { isMadeOutTo } from "../verify/recipient.js";
import { element, told } from "./box.js";

/**
 * What a reader types into, and the answer.
 * @param {import("./box.js").Voice} voice
 * @param {import("../verify/shape.js").Identity[]} identities
 * @param {string} host
 */
export function personAsked(voice, identities, host) {
  const input = element("input");
  input.type = "text";
  input.autocomplete = "off";
  input.spellcheck = false;
  input.dir = "auto";
  const button = element("button", voice.say("browser.person-compare"));
  button.type = "button";
  const answer = element("p");
  answer.setAttribute("role", "status");
  const compare = async () => {
    const typed = input.value;
    if (!typed.trim()) return;
    const person = typed.includes("@") ? { email: typed } : { name: typed };
    const finding = await isMadeOutTo(identities, person);
    answer.dataset["outcome"] = finding.outcome;
    answer.replaceChildren(told(voice, finding, host));
  };
  button.addEventListener("click", compare);
  input.addEventListener("keydown", (event) => event.key === "Enter" && compare());
  const label = element("label", voice.say("browser.person-label"), input);
  const asked = element(
    "div",
    element("p", element("strong", voice.say("browser.label.recipient")), " ", voice.say("browser.person-note")),
    element("p", label, " ", button),
    answer,
  );
  asked.className = "person";
  return asked;
}
