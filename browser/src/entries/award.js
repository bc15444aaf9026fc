// The page of an award: checks what it shows, in the reader's browser.
import { siteOfPage } from "../page/site.js";

const CHECKING = "browser.checking";

document.documentElement.dataset["checks"] = siteOfPage().base && CHECKING;
