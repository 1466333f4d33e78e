import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The repository. */
export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** A step that failed. Its message is all there is to say, and ends with what the person at the keyboard can do. */
export class ToolchainError extends Error {}

/** Says what is being done, apart from the standard output, which belongs to the program that is started. */
export function say(/** @type {string} */ line) {
  process.stderr.write(`${line}\n`);
}

/**
 * The environment for a child that runs on a given Node: that Node comes first, and options that were meant
 * for another Node (a debugger's, say) do not reach it.
 *
 * @param {string} node path of the Node binary
 * @param {NodeJS.ProcessEnv} [env] what to add
 * @param {string[]} [folders] further folders of commands, before those of the PATH
 * @returns {NodeJS.ProcessEnv}
 */
export function environmentFor(node, env = {}, folders = []) {
  const { NODE_OPTIONS: _, ...own } = process.env;
  const pathKey = Object.keys(own).find((key) => key.toUpperCase() === "PATH") ?? "PATH";
  return { ...own, [pathKey]: [path.dirname(node), ...folders, own[pathKey]].join(path.delimiter), ...env };
}

/**
 * Runs a program, and answers with its exit code and all that it printed. With `show` it prints to our own
 * output instead.
 *
 * @param {string} file
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean, shell?: boolean }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(file, args, { cwd = root, env = process.env, show = false, shell = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env, shell, stdio: show ? "inherit" : ["ignore", "pipe", "pipe"] });
    let output = "";
    const collect = (/** @type {string} */ chunk) => {
      output += chunk;
    };
    child.stdout?.setEncoding("utf8").on("data", collect);
    child.stderr?.setEncoding("utf8").on("data", collect);
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, output }));
  });
}
