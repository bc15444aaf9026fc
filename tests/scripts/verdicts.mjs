// What the browser's verifier says of documents: cases on standard input, verdicts on the output.
import { createInterface } from "node:readline";

// As it is bundled for pages.
const { verify } = await import(process.argv[2]);

const bytes = (text) => new Uint8Array(Buffer.from(text, "base64"));
let site = { base: "", files: new Map() };

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  if (asked.base) {
    site = { base: asked.base, files: new Map(Object.entries(asked.files)) };
    continue;
  }
  const changed = new Map(Object.entries(asked.changed));
  const fetch = async (url, most) => {
    const path = url.startsWith(`${site.base}/`) ? url.slice(site.base.length + 1) : "";
    const found = changed.has(path) ? changed.get(path) : site.files.get(path);
    if (found == null) throw new Error(`nothing at ${url}`);
    const data = bytes(found);
    if (data.length > most) throw new Error(`too much at ${url}`);
    return data;
  };
  const context = { fetch, now: asked.now };
  for (const name of ["site", "foundAt", "person"]) if (asked[name]) context[name] = asked[name];
  if (asked.remembered) context.remembered = new Map(Object.entries(asked.remembered));
  let said;
  try {
    said = await verify(bytes(asked.data), context);
  } catch (error) {
    said = { thrown: String(error.stack) };
  }
  process.stdout.write(`${JSON.stringify(said)}\n`);
}
