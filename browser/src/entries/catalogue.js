// The catalogue: makes the list that is on the page shorter. Nothing is fetched but the words.
import { choices, fits, folded } from "../catalogue/narrow.js";
import { phrase, siteOfPage, wordsOf } from "../page/site.js";

const FACETS = /** @type {const} */ (["skill", "type", "level", "language"]);
const ATTRIBUTES = { skill: "skills", type: "type", level: "level", language: "language" };
const WORDS = "words";

const list = document.getElementById("credentials");
if (list) start(list, await wordsOf("catalogue"));

/**
 * @param {HTMLElement} list
 * @param {Record<string, string>} say
 */
function start(list, say) {
  const { locale } = siteOfPage();
  const number = new Intl.NumberFormat(locale);
  const groups = [...list.querySelectorAll("[data-group]")].filter((each) => each instanceof HTMLElement);
  const cards = [...list.querySelectorAll("[data-type]")].filter((each) => each instanceof HTMLElement);
  const items = cards.map((card) => itemOf(card));

  const search = document.createElement("input");
  search.type = "search";
  search.autocomplete = "off";
  /** @type {Map<string, HTMLInputElement | HTMLSelectElement>} */
  const controls = new Map([[WORDS, search]]);
  const bar = document.createElement("div");
  bar.className = "narrow";
  bar.setAttribute("role", "search");
  bar.append(labelled(search, say["catalogue.search"]));
  for (const facet of FACETS) {
    const values = choices(items, facet, locale);
    if (!values.length) continue;
    const select = document.createElement("select");
    select.append(new Option(say[`catalogue.any-${facet}`], ""), ...values.map((each) => new Option(each, each)));
    controls.set(facet, select);
    bar.append(labelled(select, say[`catalogue.${facet}`]));
  }
  const clear = document.createElement("button");
  clear.type = "button";
  clear.append(say["catalogue.clear"] ?? "");
  const told = document.createElement("p");
  told.className = "told";
  told.setAttribute("role", "status");
  bar.append(told, clear);

  function narrow() {
    /** @type {Record<string, string>} */
    const chosen = {};
    for (const facet of FACETS) {
      const value = controls.get(facet)?.value;
      if (value) chosen[facet] = value;
    }
    const fitting = items.map(fits({ words: search.value, chosen }));
    for (const [index, card] of cards.entries()) card.hidden = !fitting[index];
    for (const group of groups) {
      group.hidden = !group.querySelector("[data-type]:not([hidden])");
      const link = list.querySelector(`nav a[href="#${CSS.escape(group.id)}"]`);
      if (link instanceof HTMLElement) link.hidden = group.hidden;
    }
    tell(fitting.filter(Boolean).length);
  }

  /** @param {number} found */
  function tell(found) {
    const all = found === items.length;
    const kind = found ? `${all ? "all" : "found"}-${found === 1 ? "one" : "many"}` : "nothing";
    const parts = { number: number.format(found), total: number.format(items.length) };
    told.replaceChildren(phrase(say[`catalogue.${kind}`], parts));
    clear.hidden = all;
  }

  function remember() {
    const address = new URL(location.href);
    for (const [name, control] of controls) {
      if (control.value.trim()) address.searchParams.set(name, control.value.trim());
      else address.searchParams.delete(name);
    }
    history.replaceState(null, "", address);
  }

  function recall() {
    const wished = new URL(location.href).searchParams;
    for (const [name, control] of controls) {
      control.value = wished.get(name) ?? "";
      // A choice that a shared address names and that there no longer is stays open.
      if (control instanceof HTMLSelectElement && control.selectedIndex < 0) control.value = "";
    }
    narrow();
  }

  bar.addEventListener("input", () => {
    narrow();
    remember();
  });
  clear.addEventListener("click", () => {
    for (const control of controls.values()) control.value = "";
    narrow();
    remember();
    search.focus();
  });
  addEventListener("popstate", recall);
  (list.querySelector("h2") ?? list).after(bar);
  recall();
}

/**
 * @param {HTMLElement} card
 * @returns {import("../catalogue/narrow.js").Item}
 */
function itemOf(card) {
  /** @type {Record<string, string[]>} */
  const values = {};
  for (const facet of FACETS) values[facet] = (card.dataset[ATTRIBUTES[facet]] ?? "").split("\n").filter(Boolean);
  const said = [card.textContent, card.dataset["more"], ...Object.values(values).flat()];
  return { text: folded(said.join("\n")), values };
}

/**
 * @param {HTMLElement} control
 * @param {string | undefined} text
 */
function labelled(control, text) {
  const label = document.createElement("label");
  const name = document.createElement("span");
  name.append(text ?? "");
  label.append(name, control);
  return label;
}
