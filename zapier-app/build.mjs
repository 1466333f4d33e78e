// Builds the integration into one file, which holds all that it needs except Zapier's own runtime. With --oauth it is
// the one whose connections are made by OAuth 2.
import { rmSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";

const here = import.meta.dirname;
const isOauth = process.argv.includes("--oauth");
const target = path.join(here, isOauth ? "dist-oauth" : "dist");
rmSync(target, { recursive: true, force: true });
await build({
  entryPoints: [path.join(here, isOauth ? "src/index-oauth.ts" : "src/index.ts")],
  outfile: path.join(target, "index.js"),
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
