/** `npm start`: brings what the backend needs, then runs it until it is told to stop. */
import { spawn } from "node:child_process";
import { constants } from "node:os";
import path from "node:path";
import { installPackages } from "./packages.mjs";
import { root, ToolchainError } from "./run.mjs";
import { nodeBinary } from "./toolchain.mjs";

/** The Node to run the backend on: our own where it reads TypeScript by itself, which it does from 22.18 on. */
async function suitableNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const stripsTypes = major > 23 || (major === 22 && minor >= 18) || (major === 23 && minor >= 6);
  return stripsTypes ? process.execPath : nodeBinary(24);
}

/** @returns {Promise<number>} the backend's exit code */
async function runBackend(/** @type {string} */ node) {
  const backend = spawn(node, ["--conditions=source", path.join(root, "backend", "src", "main.ts")], {
    stdio: "inherit",
    // In a group of its own: the terminal's Ctrl-C then reaches it once, from us, and not twice.
    detached: process.platform !== "win32",
  });
  /** @type {NodeJS.Signals[]} */
  const endings = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of endings) process.on(signal, () => backend.kill(signal === "SIGHUP" ? "SIGTERM" : signal));
  return new Promise((resolve, reject) => {
    backend.once("error", reject);
    backend.once("exit", (code, signal) => resolve(signal === null ? (code ?? 1) : 128 + constants.signals[signal]));
  });
}

try {
  const node = await suitableNode();
  await installPackages("backend");
  process.exitCode = await runBackend(node);
} catch (error) {
  console.error(error instanceof ToolchainError ? error.message : error);
  process.exitCode = 1;
}
