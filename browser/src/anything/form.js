// A file chosen or dropped, a text pasted, an address behind the # of this page's own: each is taken to
// be looked at. What looks at it is loaded with the first of them.
import { siteOfPage, wordsOf } from "../page/site.js";

const MAX_FILE = 10_000_000;
const MAX_TEXT = 3_000_000;

/** Brings the form to life. Without words there is none: the page then says what to do instead. */
export async function begin() {
  const place = document.getElementById("verify");
  const [form, without] = [part(place, ".asked"), part(place, ".without")];
  const [file, text, button] = [part(form, "#file"), part(form, "#text"), part(form, "#check")];
  const choose = part(form, "#choose");
  if (!(form && without && place && button && file instanceof HTMLInputElement)) return;
  if (!(text instanceof HTMLTextAreaElement)) return;
  const site = siteOfPage();
  const words = await wordsOf("anything").catch(() => null);
  if (!words) return;
  const loaded = () => import("./page.js");
  let turn = 0;

  /** @param {(page: typeof import("./page.js"), desk: import("./page.js").Desk) => Promise<void>} act */
  const look = async (act) => {
    turn += 1;
    const mine = turn;
    const page = await loaded().catch(() => null);
    without.hidden = Boolean(page);
    if (!page) return;
    // Whoever gave something else meanwhile wants to hear of that alone.
    const desk = new page.Desk(place, words, site, () => mine === turn);
    await act(page, desk);
  };
  /** @param {string} given */
  const lookAtText = (given) => {
    const typed = given.trim();
    if (typed.length > MAX_TEXT) return look(async (_, desk) => desk.note("anything.too-large"));
    if (!typed) return look(async (_, desk) => desk.note("anything.nothing"));
    return look((page, desk) => page.checkText(typed, desk));
  };
  /** @param {File} given */
  const lookAtFile = (given) => {
    if (given.size > MAX_FILE) return look(async (_, desk) => desk.note("anything.too-large"));
    return look((page, desk) => page.checkFile(given, desk));
  };
  const lookAtFragment = () => {
    const address = addressIn(location.hash);
    if (address) {
      text.value = address;
      void lookAtText(address);
    }
  };

  choose?.addEventListener("click", () => file.click());
  button.addEventListener("click", () => void lookAtText(text.value));
  file.addEventListener("change", () => {
    const [given] = file.files ?? [];
    if (given) void lookAtFile(given);
  });
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    const [given, another] = event.dataTransfer?.files ?? [];
    if (another) void look(async (_, desk) => desk.note("anything.drop-one"));
    else if (given) void lookAtFile(given);
    else void lookAtText(event.dataTransfer?.getData("text/plain") ?? "");
  });
  addEventListener("hashchange", lookAtFragment);
  form.hidden = false;
  without.hidden = true;
  lookAtFragment();
}

/**
 * The address behind a #: by itself, or as `vc=` and the address, escaped.
 * @param {string} fragment
 */
export function addressIn(fragment) {
  const said = fragment.slice(1);
  const named = said.startsWith("vc=");
  let address = named ? said.slice(3) : said;
  try {
    address = decodeURIComponent(address);
  } catch {
    return null;
  }
  return /^https?:\/\//.test(address) ? address : null;
}

/**
 * @param {Element | null} parent
 * @param {string} selector
 */
function part(parent, selector) {
  const found = parent?.querySelector(selector);
  return found instanceof HTMLElement ? found : null;
}
