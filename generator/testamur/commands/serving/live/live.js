// Loads the page again when a file was saved, and shows what is wrong with the content.
const panel = document.createElement("aside");
panel.className = "testamur-live";
panel.hidden = true;
panel.setAttribute("aria-live", "polite");
document.body.append(panel);

let shown = null;

const line = (tag, text, className) => {
  const element = document.createElement(tag);
  element.textContent = text;
  if (className) element.className = className;
  return element;
};

const show = ({ problems, failure, drafts }) => {
  const grave = problems.filter((each) => each.severity === "error");
  panel.replaceChildren();
  panel.hidden = !grave.length && !failure && !drafts;
  panel.dataset.state = grave.length || failure ? "wrong" : "drafts";
  if (failure) panel.append(line("p", failure, "what"));
  for (const each of grave) {
    const where = [each.file, each.line, each.column].filter((part) => part != null).join(":");
    panel.append(line("p", where, "where"), line("p", each.detail, "what"));
    if (each.hint) panel.append(line("p", each.hint, "hint"));
  }
  if (grave.length || failure)
    panel.append(line("p", "The pages stand as they were before this mistake.", "hint"));
  if (drafts) {
    const link = line("a", drafts === 1 ? "1 draft" : `${drafts} drafts`);
    link.href = "/_testamur/drafts/";
    panel.append(link);
  }
};

const events = new EventSource("/_testamur/events");
events.addEventListener("state", (event) => {
  const state = JSON.parse(event.data);
  const changed = shown !== null && state.number !== shown.number;
  // A mistake is shown over the page as it stands; whatever can be built is loaded.
  if (changed && !state.failure && !state.problems.some((each) => each.severity === "error"))
    location.reload();
  else show(state);
  shown = state;
});
