/** `npm run bench`: measures the product against baselines of the same run, on a machine with nothing but Node and npm. */
import path from "node:path";
import { installPackages } from "./packages.mjs";
import { environmentFor, root, run, ToolchainError } from "./run.mjs";
import { nodeBinary } from "./toolchain.mjs";

try {
  await installPackages("all");
  const node = await nodeBinary(24);
  const words = process.argv.slice(2);
  // It has no baseline and a table of its own.
  const [file, rest] = words[0] === "prospects" ? ["prospects.ts", words.slice(1)] : ["main.ts", words];
  const args = ["--conditions=source", path.join(root, "test", "bench", file), ...rest];
  const { code } = await run(node, args, { env: environmentFor(node), show: true });
  process.exitCode = code;
} catch (error) {
  console.error(error instanceof ToolchainError ? error.message : error);
  process.exitCode = 1;
}
