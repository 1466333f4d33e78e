/**
 * Makes build/build.zip, which Zapier runs. An argument names another folder than build/.
 */
import { cpSync, existsSync } from "node:fs";
import path from "node:path";
import { ToolchainError } from "../tools/run.mjs";
import { pack } from "./pack.mjs";

const here = import.meta.dirname;
const target = path.resolve(process.argv[2] ?? path.join(here, "build"));
const shipped = ["dist", "src", "README.md", "CHANGELOG.md"];

try {
  await import("./build.mjs");
  await pack(target, (staged) => {
    for (const name of shipped) {
      if (existsSync(path.join(here, name)))
        cpSync(path.join(here, name), path.join(staged, name), { recursive: true });
    }
  });
  console.log(`Made ${path.relative(process.cwd(), path.join(target, "build.zip"))}.`);
} catch (error) {
  console.error(error instanceof ToolchainError ? error.message : error);
  process.exitCode = 1;
}
