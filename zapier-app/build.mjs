// Builds the integration into one file, which holds all that it needs except Zapier's own runtime.
import { rmSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";

const here = import.meta.dirname;
rmSync(path.join(here, "dist"), { recursive: true, force: true });
await build({
  entryPoints: [path.join(here, "src/index.ts")],
  outfile: path.join(here, "dist/index.js"),
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node22",
  conditions: ["source"],
  external: ["zapier-platform-core"],
  // A container reads and compiles all of it before its first step; the sources go to Zapier beside the zip.
  minify: true,
  logLevel: "warning",
});
