/** `npm run keys -- …`, `npm run backend -- prospects …`: the backend's commands, on a machine with nothing but Node and npm. */
import path from "node:path";
import { backendNode } from "./backend-node.mjs";
import { installPackages } from "./packages.mjs";
import { environmentFor, root, run, ToolchainError } from "./run.mjs";

/**
 * The commands, and the files of the backend that they are.
 *
 * @type {Record<string, string>}
 */
const commands = {
  keys: "keys-command.ts",
  oauth: "oauth-command.ts",
  people: "people-command.ts",
  prospects: "prospects-command.ts",
};

try {
  const [name = "", ...args] = process.argv.slice(2);
  const file = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (file === undefined) {
    throw new ToolchainError(`There is no command "${name}" of the backend. There is: ${Object.keys(commands)}.`);
  }
  const node = await backendNode();
  await installPackages("backend", node);
  const command = ["--conditions=source", path.join(root, "backend", "src", file), ...args];
  const { code } = await run(node, command, { cwd: process.cwd(), env: environmentFor(node), show: true });
  process.exitCode = code;
} catch (error) {
  console.error(error instanceof ToolchainError ? error.message : error);
  process.exitCode = 1;
}
