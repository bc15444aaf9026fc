// Loads the page again when a file was saved, and shows what is wrong with the content.
const pages = new URL(import.meta.url).search.slice(1);
const panel = document.createElement("aside");
panel.className = "testamur-live";
panel.hidden = true;
panel.setAttribute("aria-live", "polite");
document.body.append(panel);

const line = (tag, text, className) => {
  const element = document.createElement(tag);
  element.textContent = text;
  if (className) element.className = className;
  return element;
};

const show = ({ mistakes, failure, drafts }) => {
  panel.replaceChildren();
  panel.hidden = !mistakes && !failure && !drafts;
  panel.dataset.state = mistakes || failure ? "wrong" : "drafts";
  if (failure) panel.append(line("p", failure, "what"));
  if (mistakes) {
    const text = line("pre", mistakes);
    text.tabIndex = 0;
    panel.append(text);
  }
  if (mistakes || failure)
    panel.append(line("p", "The pages stand as they were before this mistake.", "hint"));
  if (drafts) {
    const link = line("a", drafts === 1 ? "1 draft" : `${drafts} drafts`);
    link.href = "/_testamur/drafts/";
    panel.append(link);
  }
};

let events = null;
const rest = () => {
  events?.close();
  events = null;
};
const hear = (event) => {
  const state = JSON.parse(event.data);
  if (state.pages === pages) {
    show(state);
  } else {
    rest();
    location.reload();
  }
};
// A browser keeps few connections open to one host: pages out of sight leave theirs to others.
const listen = () => {
  if (document.hidden) {
    rest();
  } else if (!events) {
    events = new EventSource("/_testamur/events");
    events.addEventListener("state", hear);
  }
};
document.addEventListener("visibilitychange", listen);
addEventListener("pagehide", rest);
listen();
