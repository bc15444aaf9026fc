// What the page for badges of any issuer says of them: cases on standard input, verdicts on the output.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "../../browser/node_modules/esbuild/lib/main.js";

const browser = fileURLToPath(new URL("../../browser/", import.meta.url));
const folder = await mkdtemp(join(tmpdir(), "anything-"));
const outfile = join(folder, "anything.mjs");
await build({
  absWorkingDir: browser,
  stdin: {
    contents: `export { Verifier } from "./src/anything/document.js";
      export { Gone, Unavailable } from "./src/anything/errors.js";
      export { canCheck } from "./src/anything/self-test.js";`,
    resolveDir: browser,
  },
  alias: { "@digitalbazaar/http-client": "./src/nothing.js" },
  bundle: true,
  format: "esm",
  platform: "browser",
  outfile,
});
const { Gone, Unavailable, Verifier, canCheck } = await import(pathToFileURL(outfile));
await rm(folder, { recursive: true });
if (!(await canCheck())) throw new Error("a sample came out wrong");

const bytes = (text) => new Uint8Array(Buffer.from(text, "base64"));
for await (const line of createInterface({ input: process.stdin })) {
  const { data, pages, now, site, foundAt, email, name } = JSON.parse(line);
  const fetch = async (url, most) => {
    const found = pages[url];
    if (found === undefined) throw new Unavailable(`${url} is not among the documents at hand`);
    if (found === null) throw new Gone(`${url} answers 410`);
    if (bytes(found).length > most) throw new Unavailable(`${url} is too large`);
    return bytes(found);
  };
  let said;
  try {
    const verifier = new Verifier({ fetch }, now);
    said = (await verifier.examine(bytes(data), { site, foundAt, email, name })).asJson();
  } catch (error) {
    said = { thrown: String(error.stack) };
  }
  process.stdout.write(`${JSON.stringify(said)}\n`);
}
