// Bundles what pages load: `node build.mjs [FOLDER [MODULE]]`; without a module, every entry.
// Each entry becomes one file, and each module that is loaded later with `import()` another, which
// needs no third. Names carry the hash of the content; manifest.json says which file an entry is.
import { createHash } from "node:crypto";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const output = process.argv[2] ?? join(here, "../generator/testamur/pages/scripts");
/** @type {Map<string, string>} */
const files = new Map();

/** @type {import("esbuild").Plugin} */
const later = {
  name: "later",
  setup(builder) {
    builder.onResolve({ filter: /./ }, async ({ path, kind, resolveDir, pluginData }) => {
      if (kind !== "dynamic-import" || pluginData === later) return undefined;
      const found = await builder.resolve(path, { kind, resolveDir, pluginData: later });
      return { path: `./${await bundled(found.path)}`, external: true };
    });
  },
};

/**
 * The name of the file that a module and all that it imports become.
 * @param {string} path
 */
async function bundled(path) {
  const { outputFiles } = await build({
    absWorkingDir: here,
    entryPoints: [path],
    bundle: true,
    // It would fetch contexts, which nothing here does: they are bundled.
    alias: { "@digitalbazaar/http-client": "./src/nothing.js" },
    format: "esm",
    target: "es2022",
    minify: true,
    charset: "utf8",
    legalComments: "inline",
    plugins: [later],
    write: false,
    logLevel: "warning",
  });
  const [{ text }] = outputFiles;
  const stem = path.includes("node_modules") ? path.split("/").at(-2) : basename(path, ".js");
  const digest = createHash("sha256").update(text).digest("hex").slice(0, 12);
  const name = `${stem}.${digest}.js`;
  files.set(name, text);
  return name;
}

/** @type {Record<string, string>} */
const manifest = {};
const entries = (await readdir(join(here, "src/entries"))).sort().map((name) => `src/entries/${name}`);
for (const path of process.argv[3] ? [process.argv[3]] : entries) {
  manifest[basename(path, ".js")] = await bundled(join(here, path));
}
files.set("manifest.json", `${JSON.stringify(manifest, null, 2)}\n`);
await mkdir(output, { recursive: true });
for (const name of await readdir(output)) await rm(join(output, name));
for (const [name, text] of files) await writeFile(join(output, name), text);
