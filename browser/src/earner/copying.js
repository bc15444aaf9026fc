// Buttons that copy what stands beside them, and the words that say so.
import { wordsOf } from "../page/site.js";

const SHOWN_FOR = 2500;

/** Shows every copy button, and makes the place where its success is told to those who hear it. */
export function copying() {
  const told = document.createElement("p");
  told.className = "spoken";
  told.setAttribute("aria-live", "polite");
  document.querySelector("#yours")?.append(told);
  for (const button of document.querySelectorAll("button[data-copy]")) {
    if (!(button instanceof HTMLButtonElement)) continue;
    button.hidden = false;
    button.addEventListener("click", () => press(button, told));
  }
}

/**
 * @param {HTMLButtonElement} button
 * @param {HTMLElement} told
 */
async function press(button, told) {
  const source = document.getElementById(button.dataset["copy"] ?? "");
  const html = document.getElementById(button.dataset["html"] ?? "")?.textContent;
  if (!source) return;
  // Asked for before anything is awaited: browsers allow it only while they remember the click.
  const copied = write(source.textContent ?? "", html ?? undefined).then(
    () => true,
    () => false,
  );
  const words = await wordsOf("earner").catch(() => /** @type {Record<string, string>} */ ({}));
  if (await copied) {
    say(told, words["earner.copied"]);
    show(button, words["earner.copied"]);
  } else {
    select(source);
    say(told, words["earner.selected"]);
    told.className = "spoken shown";
  }
}

/**
 * @param {string} text
 * @param {string} [html]
 */
async function write(text, html) {
  if (html === undefined) return navigator.clipboard.writeText(text);
  const forms = { "text/plain": text, "text/html": html };
  const item = Object.fromEntries(
    Object.entries(forms).map(([type, data]) => [type, new Blob([data], { type })]),
  );
  return navigator.clipboard.write([new ClipboardItem(item)]);
}

/**
 * Said again even when it was the last thing said.
 * @param {HTMLElement} told
 * @param {string | undefined} words
 */
function say(told, words) {
  told.className = "spoken";
  told.textContent = "";
  requestAnimationFrame(() => {
    told.textContent = words ?? "";
  });
}

/** @type {WeakMap<HTMLElement, string>} */
const labels = new WeakMap();

/**
 * For those who see: on the button, for a moment.
 * @param {HTMLButtonElement} button
 * @param {string | undefined} words
 */
function show(button, words) {
  const label = labels.get(button) ?? button.textContent ?? "";
  labels.set(button, label);
  button.textContent = words ?? label;
  setTimeout(() => {
    button.textContent = label;
  }, SHOWN_FOR);
}

/** @param {HTMLElement} source */
function select(source) {
  const range = document.createRange();
  range.selectNodeContents(source);
  const selection = getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
}
