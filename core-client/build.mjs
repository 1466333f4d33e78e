// Builds the package twice with the one compiler: as ES modules and as CommonJS, each with its types.
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const here = import.meta.dirname;
const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc");
rmSync(path.join(here, "dist"), { recursive: true, force: true });
for (const format of ["esm", "cjs"]) {
  execFileSync(process.execPath, [compiler, "-p", path.join(here, `tsconfig.${format}.json`)], { stdio: "inherit" });
}
// The nearest package.json decides how Node reads a .js file.
writeFileSync(path.join(here, "dist/cjs/package.json"), '{ "type": "commonjs" }\n');
