// A link that hands the signed credential to the Learner Credential Wallet.
//
// The wallet takes an offer by its address: a presentation with the credential inside, as its
// "wallet API" calls it. The whole credential is in the address, so the link is made only when
// somebody opens the part of the page where it stands.

const WALLET = "https://lcw.app/request";

/** Makes the link when its part of the page is opened. */
export function wallets() {
  for (const place of document.querySelectorAll("[data-wallet]")) {
    const words = place.querySelector("span");
    const part = place.closest("details");
    if (!(place instanceof HTMLElement) || !words || !part) continue;
    part.addEventListener("toggle", () => offer(place, words), { once: true });
  }
}

/**
 * @param {HTMLElement} place
 * @param {HTMLElement} words
 */
async function offer(place, words) {
  const response = await fetch(place.dataset["wallet"] ?? "").catch(() => undefined);
  if (!response?.ok) return;
  const link = document.createElement("a");
  link.href = addressOf(await response.text());
  link.rel = "noopener noreferrer";
  link.textContent = words.textContent;
  words.replaceWith(link);
  place.hidden = false;
}

/**
 * The credential goes in as the text that it is: nothing that was signed is written anew.
 * @param {string} credential
 */
export function addressOf(credential) {
  const offered =
    '{"verifiablePresentation":{"@context":["https://www.w3.org/ns/credentials/v2"],' +
    `"type":["VerifiablePresentation"],"verifiableCredential":[${credential.trim()}]}}`;
  return `${WALLET}?request=${encodeURIComponent(offered)}`;
}
