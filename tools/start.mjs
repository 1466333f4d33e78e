/** `npm start`: brings what the backend needs, then runs it until it is told to stop. Its arguments are the backend's. */
import { spawn } from "node:child_process";
import { constants } from "node:os";
import path from "node:path";
import { backendFlags, backendNode } from "./backend-node.mjs";
import { installPackages } from "./packages.mjs";
import { root, ToolchainError } from "./run.mjs";

/**
 * Passes on what tells us to end. npm is told in our place and hands it no further than to the shell between
 * us; that is why under npm the parent's end counts as being told.
 */
function passOnEndings(/** @type {import("node:child_process").ChildProcess} */ backend) {
  process.on("SIGTERM", () => backend.kill("SIGTERM"));
  process.on("SIGHUP", () => backend.kill("SIGTERM"));
  process.on("SIGINT", () => {
    // A terminal's Ctrl-C has reached the backend as well.
    if (!process.stdin.isTTY) backend.kill("SIGINT");
  });
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    backend.kill("SIGTERM");
  }, 500);
  watch.unref();
}

/** @returns {Promise<number>} the backend's exit code */
async function runBackend(/** @type {string} */ node) {
  const main = path.join(root, "backend", "src", "main.ts");
  const backend = spawn(node, [...backendFlags, main, ...process.argv.slice(2)], { stdio: "inherit" });
  passOnEndings(backend);
  return new Promise((resolve, reject) => {
    backend.once("error", reject);
    backend.once("exit", (code, signal) => resolve(signal === null ? (code ?? 1) : 128 + constants.signals[signal]));
  });
}

try {
  const node = await backendNode();
  await installPackages("backend", node);
  process.exitCode = await runBackend(node);
} catch (error) {
  console.error(error instanceof ToolchainError ? error.message : error);
  process.exitCode = 1;
}
