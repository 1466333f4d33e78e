/**
 * The bench, as `npm run bench` starts it: measures the product and, in the same run, what it is compared with; prints
 * its progress to the standard error stream and the table to the standard output. docs/benchmarks.md explains it.
 */
import { findPostgres } from "../helpers/postgres.ts";
import { killPrograms } from "./backend-process.ts";
import { benchBatches } from "./batches.ts";
import type { BenchLine, Database } from "./bench-line.ts";
import { benchDeliveries } from "./deliveries.ts";
import { describeMachine } from "./machine.ts";
import { benchMemory } from "./memory.ts";
import { type Order, readOrder, type SectionName, type Sizes } from "./order.ts";
import { benchPresent } from "./present.ts";
import { say } from "./say.ts";
import { benchSingles } from "./singles.ts";
import { removeStorages, withStorage } from "./storage.ts";
import { tableOf, writeTable } from "./table.ts";
import { benchUploads } from "./uploads.ts";

/** Aborted when the bench is told to end in its middle. */
const ending = new AbortController();

type Section = (database: Database, sizes: Sizes) => Promise<BenchLine[]>;

const sections: Record<SectionName, Section> = {
  singles: (database, { seconds }) => benchSingles(database, seconds),
  batches: (database, { batches }) => benchBatches(database, batches),
  uploads: (database, { uploads }) => benchUploads(database, uploads),
  present: (database, { present }) => benchPresent(database, present.rows, present.there),
  memory: (database, { memory }) => benchMemory(database, memory.rows, memory.moreRows),
  deliveries: (database) => withStorage(database, ({ env }) => benchDeliveries(database, env)),
};

/** What is measured on PostgreSQL is measured as a role that row-level security binds, where one can be made. */
async function requirePostgres(): Promise<void> {
  const found = await findPostgres();
  if (found === null) {
    throw new Error("PostgreSQL is not reachable: say where it is in TEST_POSTGRES_URL, or measure with --embedded.");
  }
  if (found.makesRoles) process.env.TEST_POSTGRES_ROLES = "yes";
  else if (found.passesPolicies)
    say("The role of TEST_POSTGRES_URL may make no roles: row-level security is NOT measured.");
}

async function measure(order: Order): Promise<{ lines: BenchLine[]; failures: number }> {
  const lines: BenchLine[] = [];
  let failures = 0;
  for (const name of order.sections) {
    for (const database of order.databases) {
      say(`${name}, ${database}`);
      const start = Date.now();
      try {
        lines.push(...(await sections[name](database, order.sizes[database])));
      } catch (error) {
        ending.signal.throwIfAborted();
        failures += 1;
        say(`  FAILED: ${error instanceof Error ? error.stack : error}`);
      }
      say(`  took ${Math.round((Date.now() - start) / 1000)} s`);
    }
  }
  return { lines, failures };
}

async function main(words: string[]): Promise<void> {
  const order = readOrder(words);
  if (order.databases.includes("postgres")) await requirePostgres();
  const machine = await describeMachine(
    order.databases,
    ["npm run bench", ...(words.length > 0 ? ["--"] : []), ...words].join(" "),
  );
  const { lines, failures } = await measure(order);
  const table = tableOf(lines, machine);
  process.stdout.write(`\n${table}\n`);
  if (order.isWritten && failures === 0) writeTable(table);
  if (failures === 0) return;
  say(`${failures} measurements failed${order.isWritten ? "; docs/benchmarks.md is as it was" : ""}.`);
  process.exitCode = 1;
}

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, async () => {
    ending.abort(new Error("The bench was told to end."));
    killPrograms();
    await removeStorages();
    process.exit(1);
  });
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
