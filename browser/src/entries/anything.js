// The page that checks a badge of any issuer: what a reader gives, and where the answer goes.
import { begin } from "../anything/form.js";

void begin();
