// What the earner of an award does with its page: copy, share, hand to a wallet, print.
// Everything that these controls hand out stands on the page as text already.
import { copying } from "../earner/copying.js";
import { sharing } from "../earner/sharing.js";
import { wallets } from "../earner/wallets.js";

copying();
sharing();
wallets();
for (const button of document.querySelectorAll("button[data-print]")) {
  button.addEventListener("click", () => window.print());
  if (button.parentElement) button.parentElement.hidden = false;
}
