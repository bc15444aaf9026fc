// The device's own menu for sharing, where the browser offers it.

/** Shows the buttons that open it. */
export function sharing() {
  if (!navigator.share) return;
  for (const button of document.querySelectorAll("button[data-share]")) {
    if (!(button instanceof HTMLButtonElement)) continue;
    const [title = "", url = ""] = (button.dataset["share"] ?? "").split(" ").map(textOf);
    button.addEventListener("click", () => {
      // Whoever closes the menu has changed their mind; nothing is to be said.
      navigator.share({ title, text: title, url }).catch(() => {});
    });
    if (button.parentElement) button.parentElement.hidden = false;
  }
}

/** @param {string} id */
function textOf(id) {
  return document.getElementById(id)?.textContent ?? "";
}
