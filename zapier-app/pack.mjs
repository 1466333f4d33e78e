import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { environmentFor, run, ToolchainError } from "../tools/run.mjs";
import { nodeBinary } from "../tools/toolchain.mjs";
import { copyDependencies } from "./stage.mjs";

const here = import.meta.dirname;

/** What the package says of itself at Zapier: what it is built with is no part of it. */
function manifest() {
  const {
    scripts: _,
    devDependencies: __,
    ...rest
  } = JSON.parse(readFileSync(path.join(here, "package.json"), "utf8"));
  return rest;
}

/**
 * Packs an integration with Zapier's own tool: puts the runtime dependencies next to its files in a folder apart, and
 * has that checked, packed and tried out. Needs no network and no account.
 *
 * @param {string} target A folder for build.zip, which appears when it is whole.
 * @param {(staged: string) => void} fill Puts the integration's own files into the folder apart.
 */
export async function pack(target, fill) {
  // Zapier runs integrations on Node 22, and its tool refuses to run on an older one.
  const node = await nodeBinary(22);
  const tool = path.dirname(createRequire(import.meta.url).resolve("zapier-platform-cli/package.json"));
  const work = realpathSync(mkdtempSync(path.join(tmpdir(), "zapier-package-")));
  const staged = path.join(work, "app");
  const home = path.join(work, "home");

  async function runTool(...args) {
    // An empty home: neither somebody's login nor their settings belong in here.
    const env = environmentFor(node, { HOME: home, DISABLE_ZAPIER_ANALYTICS: "1", NO_UPDATE_NOTIFIER: "1", CI: "1" });
    const { code, output } = await run(node, [path.join(tool, "src/bin/run"), ...args], { cwd: staged, env });
    if (code !== 0) throw new ToolchainError(`${output}\n"zapier-platform ${args.join(" ")}" failed with ${code}.`);
  }

  try {
    mkdirSync(staged);
    mkdirSync(home);
    fill(staged);
    writeFileSync(path.join(staged, "package.json"), `${JSON.stringify(manifest(), null, 2)}\n`);
    writeFileSync(path.join(staged, ".gitignore"), "node_modules/\nbuild/\n");
    copyDependencies(here, staged, staged);

    await runTool("validate", "--without-style", "--skip-build");
    await runTool("build", "--skip-dep-install", "--skip-validation");
    rmSync(target, { recursive: true, force: true });
    cpSync(path.join(staged, "build"), `${target}-partial`, { recursive: true });
    renameSync(`${target}-partial`, target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
