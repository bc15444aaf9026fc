// Bundles each entry for the pages: `node build.mjs [FOLDER]`.
// Every file's name carries the hash of its content; manifest.json says which file an entry is.
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const output = process.argv[2] ?? join(here, "../generator/testamur/pages/scripts");
const entries = (await readdir(join(here, "src/entries"))).filter((name) => name.endsWith(".js"));

await mkdir(output, { recursive: true });
for (const name of await readdir(output)) {
  await rm(join(output, name));
}

/** @type {Record<string, string>} */
const manifest = {};
for (const entry of entries.sort()) {
  // One bundle an entry: a page loads one file, and only what is seldom needed comes later.
  const { outputFiles } = await build({
    absWorkingDir: here,
    entryPoints: [`src/entries/${entry}`],
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    minify: true,
    charset: "utf8",
    legalComments: "inline",
    entryNames: "[name].[hash]",
    chunkNames: "[name].[hash]",
    outdir: output,
    write: false,
    logLevel: "warning",
  });
  const name = basename(entry, ".js");
  for (const file of outputFiles) {
    const written = basename(file.path);
    await writeFile(join(output, written), file.contents);
    if (written.startsWith(`${name}.`)) manifest[name] = written;
  }
}
await writeFile(join(output, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
