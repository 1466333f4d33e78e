/**
 * Makes build/build.zip, which Zapier runs, with Zapier's own tool: builds, puts the runtime dependencies next to it
 * in a folder apart, and has that checked, packed and tried out. Needs no network and no account.
 * An argument names another folder than build/, which appears when it is whole.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { environmentFor, run, ToolchainError } from "../tools/run.mjs";
import { nodeBinary } from "../tools/toolchain.mjs";
import { copyDependencies } from "./stage.mjs";

const here = import.meta.dirname;
const target = path.resolve(process.argv[2] ?? path.join(here, "build"));
const shipped = ["dist", "src", "README.md"];

// Zapier runs integrations on Node 22, and its tool refuses to run on an older one.
const node = await nodeBinary(22);
const cli = path.join(
  path.dirname(createRequire(import.meta.url).resolve("zapier-platform-cli/package.json")),
  "src/bin/run",
);

const work = realpathSync(mkdtempSync(path.join(tmpdir(), "zapier-package-")));
const staged = path.join(work, "app");
const home = path.join(work, "home");

async function runInStage(file, ...args) {
  // An empty home: neither somebody's login nor their settings belong in here.
  const env = environmentFor(node, { HOME: home, DISABLE_ZAPIER_ANALYTICS: "1", NO_UPDATE_NOTIFIER: "1", CI: "1" });
  const { code, output } = await run(node, [file, ...args], { cwd: staged, env });
  if (code !== 0)
    throw new ToolchainError(`${output}\n"${path.basename(file)} ${args.join(" ")}" failed with ${code}.`);
}

try {
  await import("./build.mjs");
  mkdirSync(staged);
  mkdirSync(home);
  for (const name of shipped) {
    if (existsSync(path.join(here, name))) cpSync(path.join(here, name), path.join(staged, name), { recursive: true });
  }
  const {
    scripts: _,
    devDependencies: __,
    ...manifest
  } = JSON.parse(readFileSync(path.join(here, "package.json"), "utf8"));
  writeFileSync(path.join(staged, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  writeFileSync(path.join(staged, ".gitignore"), "node_modules/\nbuild/\n");
  copyDependencies(here, staged, staged);

  await runInStage(cli, "validate", "--without-style", "--skip-build");
  await runInStage(cli, "build", "--skip-dep-install", "--skip-validation");
  rmSync(target, { recursive: true, force: true });
  cpSync(path.join(staged, "build"), `${target}-partial`, { recursive: true });
  renameSync(`${target}-partial`, target);
  console.log(`Made ${path.relative(process.cwd(), path.join(target, "build.zip"))}.`);
} catch (error) {
  console.error(error instanceof ToolchainError ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
