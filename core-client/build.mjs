// Builds the package twice with the one compiler, as ES modules and as CommonJS, each with its types: into `dist`,
// or into the folder that is named.
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const here = import.meta.dirname;
const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc");
const target = path.resolve(process.argv[2] ?? path.join(here, "dist"));

rmSync(target, { recursive: true, force: true });
for (const format of ["esm", "cjs"]) {
  const project = path.join(here, `tsconfig.${format}.json`);
  const args = [compiler, "-p", project, "--outDir", path.join(target, format)];
  execFileSync(process.execPath, args, { stdio: "inherit" });
}
// The nearest package.json decides how Node reads a .js file.
writeFileSync(path.join(target, "cjs/package.json"), '{ "type": "commonjs" }\n');
