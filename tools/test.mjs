/**
 * `npm test`: everything that a change must pass, from an empty clone. `--all` adds the end-to-end suite, for
 * which n8n itself is installed (2 GB). Further arguments go to jest. The last line says what passed and failed.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { installN8n } from "./n8n.mjs";
import { installPackages } from "./packages.mjs";
import { environmentFor, root, run, say, ToolchainError } from "./run.mjs";
import { closingLine, countJest, embeddedOnly } from "./test-results.mjs";
import { nodeBinary, pnpm } from "./toolchain.mjs";

const compiler = path.join("node_modules", "typescript", "bin", "tsc");
const linter = path.join("node_modules", "@biomejs", "biome", "bin", "biome");

/**
 * What comes before jest, in this order, each counted as one test: a script of node's, or arguments of pnpm.
 *
 * @type {{ name: string, node?: string[], pnpm?: string[] }[]}
 */
const checks = [
  { name: "type-check", node: [compiler, "-p", "tsconfig.json"] },
  { name: "type-check of the tools", node: [compiler, "-p", "tools/tsconfig.json"] },
  { name: "type-check of the n8n nodes", node: [compiler, "--noEmit", "-p", "n8n-nodes/tsconfig.json"] },
  { name: "lint", node: [linter, "check", "--error-on-warnings", "."] },
  { name: "lint of the n8n nodes, by n8n's rules", pnpm: ["--filter", "n8n-nodes-firstquadrant", "lint"] },
  { name: "build of core-client", pnpm: ["--filter", "@firstquadrant/core-client", "build"] },
  { name: "core-client as a package", pnpm: ["--filter", "@firstquadrant/core-client", "check:package"] },
  { name: "build of the Zapier app", pnpm: ["--filter", "firstquadrant-zapier", "build"] },
  { name: "build of the n8n nodes", pnpm: ["--filter", "n8n-nodes-firstquadrant", "build"] },
];

/** What there is to say about an error: a step's own words, or else where our code is wrong. */
function explain(/** @type {unknown} */ error) {
  if (error instanceof ToolchainError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Runs a script on a Node. Rejects with all that it printed when it fails. */
async function runScript(/** @type {string} */ node, /** @type {string[]} */ args) {
  const { code, output } = await run(node, args, { env: environmentFor(node) });
  if (code !== 0) throw new ToolchainError(output.trim());
}

/**
 * Whether the tests have a PostgreSQL, and where they look for one, without its password.
 *
 * @returns {Promise<{ reachable: boolean, address: string }>}
 */
async function findPostgres(/** @type {string} */ node) {
  const script = `
    const { findPostgres, postgresUrl } = await import("./helpers/postgres.ts");
    const { hostname, port } = new URL(postgresUrl);
    console.log(JSON.stringify({ reachable: (await findPostgres()) !== null, address: hostname + ":" + (port || 5432) }));`;
  const options = { cwd: path.join(root, "test"), env: environmentFor(node) };
  const { code, output } = await run(node, ["--no-warnings", "--input-type=module", "--eval", script], options);
  if (code !== 0) throw new ToolchainError(output.trim());
  return JSON.parse(output);
}

/**
 * Runs jest with its output shown, and answers with its counts and its files.
 *
 * @param {string} node
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
async function runJest(node, args, env) {
  const folder = mkdtempSync(path.join(tmpdir(), "fq-jest-"));
  const outputFile = path.join(folder, "results.json");
  const jest = path.join("node_modules", "jest", "bin", "jest.js");
  const cwd = path.join(root, "test");
  const { code } = await run(node, [jest, "--json", `--outputFile=${outputFile}`, ...args], {
    cwd,
    env: environmentFor(node, env),
    show: true,
  });
  try {
    return countJest(outputFile, code);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const counts = { passed: 0, failed: 0, skipped: 0 };

/**
 * Does one thing that counts as a test of its own, says how it went, and answers whether it went well.
 *
 * @param {string} name
 * @param {() => Promise<unknown>} action rejects with what is to be printed
 */
async function step(name, action) {
  const start = Date.now();
  const seconds = () => `${((Date.now() - start) / 1000).toFixed(1)} s`;
  try {
    await action();
    say(`ok      ${name} (${seconds()})`);
    counts.passed += 1;
    return true;
  } catch (error) {
    say(`FAILED  ${name} (${seconds()})\n\n${explain(error)}\n`);
    counts.failed += 1;
    return false;
  }
}

async function main(/** @type {string[]} */ args) {
  const endToEnd = args.includes("--all");
  const jestArguments = args.filter((argument) => argument !== "--all");

  if (!(await step("packages installed", () => installPackages("all")))) return;
  const node = await nodeBinary(24);
  const env = { NODE_24_BINARY: node, NODE_22_BINARY: await nodeBinary(22) };

  for (const check of checks) {
    await step(check.name, () => (check.pnpm ? pnpm(check.pnpm) : runScript(node, check.node ?? [])));
  }
  const withN8n = endToEnd && (await step("n8n installed", installN8n));
  const jest = await runJest(node, jestArguments, withN8n ? { ...env, TEST_END_TO_END: "1" } : env);
  counts.passed += jest.passed;
  counts.failed += jest.failed;
  counts.skipped += jest.skipped;
  const postgres = await findPostgres(node);
  const leftOut = postgres.reachable ? null : embeddedOnly(postgres.address, jest.files);
  if (leftOut !== null) say(leftOut);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  // A fault of the tools themselves must not end the run without its closing line.
  say(explain(error));
  counts.failed += 1;
}
console.log(`\n${closingLine(counts)}`);
process.exitCode = counts.failed === 0 ? 0 : 1;
