/** `npm run pnpm -- …`: the pnpm of this workspace, for machines that have none or another. */
import { ToolchainError } from "./run.mjs";
import { pnpm } from "./toolchain.mjs";

try {
  await pnpm(process.argv.slice(2), { cwd: process.cwd(), show: true });
} catch (error) {
  console.error(error instanceof ToolchainError ? error.message : error);
  process.exitCode = 1;
}
