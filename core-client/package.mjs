// Makes the tarball that is published, in the folder that is named, and prints its path. It is put together aside:
// whoever uses `dist` at the same time never finds it half built.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pnpm } from "../tools/toolchain.mjs";

const here = import.meta.dirname;
const folder = path.resolve(process.argv[2] ?? here);
const { version } = JSON.parse(readFileSync(path.join(here, "package.json"), "utf8"));
const staged = mkdtempSync(path.join(tmpdir(), "core-client-"));
try {
  const build = [path.join(here, "build.mjs"), path.join(staged, "dist")];
  execFileSync(process.execPath, build, { stdio: ["ignore", "inherit", "inherit"] });
  for (const file of ["package.json", "README.md", "LICENSE"]) cpSync(path.join(here, file), path.join(staged, file));
  await pnpm(["pack", "--pack-destination", folder], { cwd: staged });
  console.log(path.join(folder, `firstquadrant-core-client-${version}.tgz`));
} finally {
  rmSync(staged, { recursive: true, force: true });
}
