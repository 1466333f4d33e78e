/** `npm run bench`: measures the product against baselines of the same run, on a machine with nothing but Node and npm. */
import path from "node:path";
import { installPackages } from "./packages.mjs";
import { environmentFor, root, run, ToolchainError } from "./run.mjs";
import { nodeBinary } from "./toolchain.mjs";

try {
  await installPackages("all");
  const node = await nodeBinary(24);
  const words = process.argv.slice(2);
  const [first = "", ...others] = words;
  // Those that have tables of their own.
  const isApart = ["prospects", "zapier"].includes(first);
  const args = [
    "--conditions=source",
    path.join(root, "test", "bench", `${isApart ? first : "main"}.ts`),
    ...(isApart ? others : words),
  ];
  const variables = first === "zapier" ? { NODE_22_BINARY: await nodeBinary(22) } : {};
  const { code } = await run(node, args, { env: environmentFor(node, variables), show: true });
  process.exitCode = code;
} catch (error) {
  console.error(error instanceof ToolchainError ? error.message : error);
  process.exitCode = 1;
}
