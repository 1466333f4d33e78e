/**
 * Brings the real n8n for the end-to-end tests: once, about 2 GB, into `.tools`. Later calls answer at once.
 */
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { root, run, say, ToolchainError } from "./run.mjs";
import { nodeBinary, pnpm } from "./toolchain.mjs";

export const n8nVersion = "2.41.1";

/**
 * Installs n8n unless it is there.
 *
 * @returns {Promise<string>} the folder whose `node_modules/n8n/bin/n8n` starts it, on Node 24
 */
export async function installN8n() {
  const folder = path.join(root, ".tools", `n8n-${n8nVersion}`);
  const marker = path.join(folder, "complete");
  if (existsSync(marker)) return folder;

  say(`Bringing n8n ${n8nVersion} (once, about 2 GB and some minutes)…`);
  rmSync(path.join(folder, "node_modules"), { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const manifest = { name: "real-n8n", private: true, dependencies: { n8n: n8nVersion } };
  writeFileSync(path.join(folder, "package.json"), JSON.stringify(manifest));
  // Of some two thousand packages only sqlite3 has to build; the others' scripts fetch what no test uses.
  writeFileSync(path.join(folder, "pnpm-workspace.yaml"), "onlyBuiltDependencies:\n  - sqlite3\n");

  const node = await nodeBinary(24);
  // The headers for the native build come with the Node that will load it.
  const env = { npm_config_nodedir: path.resolve(path.dirname(node), "..") };
  await pnpm(["install", "--no-frozen-lockfile"], { cwd: folder, env, show: true });

  const check = "require(require.resolve('sqlite3', { paths: [require.resolve('n8n')] }))";
  const { code, output } = await run(node, ["-e", check], { cwd: folder });
  if (code !== 0) {
    throw new ToolchainError(
      `${output.trim()}\n\nn8n's database driver did not build. It needs make, g++ and Python 3.`,
    );
  }
  writeFileSync(marker, `${n8nVersion}\n`);
  return folder;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await installN8n());
