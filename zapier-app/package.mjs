/**
 * Makes build/build.zip, which Zapier runs. An argument names another folder than build/; --oauth makes the
 * integration whose connections are made by OAuth 2.
 */
import { cpSync, existsSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { ToolchainError } from "../tools/run.mjs";
import { pack } from "./pack.mjs";

const here = import.meta.dirname;
const { positionals, values } = parseArgs({ options: { oauth: { type: "boolean" } }, allowPositionals: true });
const target = path.resolve(positionals[0] ?? path.join(here, "build"));
/** What is shipped, and under which name. */
const shipped = {
  [values.oauth ? "dist-oauth" : "dist"]: "dist",
  src: "src",
  "README.md": "README.md",
  "CHANGELOG.md": "CHANGELOG.md",
};

try {
  await import("./build.mjs");
  await pack(target, (staged) => {
    for (const [name, as] of Object.entries(shipped)) {
      if (existsSync(path.join(here, name))) cpSync(path.join(here, name), path.join(staged, as), { recursive: true });
    }
  });
  console.log(`Made ${path.relative(process.cwd(), path.join(target, "build.zip"))}.`);
} catch (error) {
  console.error(error instanceof ToolchainError ? error.message : error);
  process.exitCode = 1;
}
