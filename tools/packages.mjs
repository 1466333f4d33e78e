/** Installs the packages of the workspace, and knows when there is nothing to do. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root, say, ToolchainError } from "./run.mjs";
import { pnpm } from "./toolchain.mjs";

/** What each scope of packages is installed with. The root comes along for `zod`, which `core-client` takes from its host. */
const installArguments = {
  backend: ["--prod", "--filter", "@firstquadrant/backend...", "--filter", "firstquadrant-connect"],
  all: ["--prod=false"],
};

/** @typedef {keyof typeof installArguments} Scope */

/** A name for exactly these packages: it changes when a manifest, the lock file or a setting of pnpm does. */
function packagesDigest() {
  const manifests = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "node_modules")
    .map((entry) => path.join(entry.name, "package.json"))
    .filter((file) => existsSync(path.join(root, file)))
    .sort();
  const digest = createHash("sha256");
  for (const file of ["pnpm-lock.yaml", "pnpm-workspace.yaml", ".npmrc", "package.json", ...manifests]) {
    digest
      .update(`${file}\0`)
      .update(readFileSync(path.join(root, file)))
      .update("\0");
  }
  return digest.digest("hex");
}

// Beside what it speaks of: whoever removes node_modules removes the mark with it.
const installedMark = path.join(root, "node_modules", ".firstquadrant-installed.json");

/**
 * What was installed last, and for which packages.
 *
 * @returns {{ scope?: Scope, digest?: string }}
 */
function readMark() {
  try {
    return JSON.parse(readFileSync(installedMark, "utf8"));
  } catch {
    return {};
  }
}

/**
 * Whether the packages of a scope are installed as the lock file has them. Those of `all` include the backend's.
 *
 * @param {Scope} scope
 */
export function packagesInstalled(scope) {
  const mark = readMark();
  return (mark.scope === "all" || mark.scope === scope) && mark.digest === packagesDigest();
}

/**
 * Installs the packages of a scope, unless they are there.
 *
 * @param {Scope} scope
 * @param {string} [node] the Node to do it on, where there is one already
 */
export async function installPackages(scope, node) {
  if (packagesInstalled(scope)) return;
  // A workspace that has the tools of development keeps them: pnpm would take them away for a smaller scope.
  const wanted = existsSync(path.join(root, "node_modules", "typescript")) ? "all" : scope;
  const digest = packagesDigest();
  const flags = ["--frozen-lockfile", "--ignore-scripts", "--config.confirmModulesPurge=false"];
  say(wanted === "all" ? "Installing all packages (about 900)…" : "Installing the backend's packages (about 120)…");
  rmSync(installedMark, { force: true });
  // Whoever sets NODE_ENV to production means the backend, not the tools of the workspace.
  const env = { NODE_ENV: "", CI: "true" };
  try {
    await pnpm(["install", ...flags, ...installArguments[wanted]], { env, ...(node && { node }) });
  } catch (error) {
    if (!(error instanceof ToolchainError)) throw error;
    const remedy =
      'The packages could not be installed. Check that this machine reaches its npm registry ("npm ping"), and that ' +
      "pnpm-lock.yaml fits the package.json files, then run the same command again.";
    throw new ToolchainError(`${error.message}\n\n${remedy}`, { cause: error });
  }
  writeFileSync(installedMark, JSON.stringify({ scope: wanted, digest }));
}
