import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";

/** Runs a program. What it sees of jest is taken away: n8n's lint rules change when they take themselves for tested. */
async function run(file: string, args: string[], cwd?: string): Promise<string> {
  const { JEST_WORKER_ID: _, NODE_ENV: __, ...env } = process.env;
  const { stdout } = await promisify(execFile)(file, args, { env, ...(cwd && { cwd }) });
  return stdout;
}

export const n8nNodesFolder = path.resolve(__dirname, "../../n8n-nodes");

/** Runs a script on the same Node, and answers with the last line that it printed. */
async function lastLine(script: string, args: string[]): Promise<string> {
  const stdout = await run(process.execPath, [script, ...args]);
  return stdout.trim().split("\n").at(-1) ?? "";
}

/** Builds the package and packs it as it is published; answers with the tarball's path. */
export const packN8nNodes = (folder: string) => lastLine(path.join(n8nNodesFolder, "package.mjs"), [folder]);

/** Unpacks a tarball as n8n's installer does: its content directly in the folder. */
export async function unpackTarball(tarball: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await run("tar", ["-xzf", tarball, "-C", folder, "--strip-components=1"]);
}

export interface ScanResult {
  files: number;
  messages: string[];
}

/** What n8n's verification says of a package: of its source, or of the files in its tarball. */
export async function scanPackage(folder: string, leg: "source" | "tarball"): Promise<ScanResult> {
  return JSON.parse(await lastLine(path.join(__dirname, "n8n-scan.mjs"), [folder, leg]));
}

/** What n8n's linter says of the package, in the package's own configuration; rejects when that is an error. */
export async function lintPackage(): Promise<string> {
  const cli = createRequire(path.join(n8nNodesFolder, "package.json")).resolve("@n8n/node-cli/eslint");
  const eslint = path.join(path.dirname(createRequire(cli).resolve("eslint/package.json")), "bin/eslint.js");
  return run(process.execPath, [eslint, ".", "--max-warnings", "0"], n8nNodesFolder);
}

/** The folder in which n8n is installed; it is brought when it is missing. */
export const installN8n = () => lastLine(path.resolve(__dirname, "../../tools/n8n.mjs"), []);
