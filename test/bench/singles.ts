import path from "node:path";
import { endProcess, readPrinted, startBackend, startProgram } from "./backend-process.ts";
import { type BenchLine, type Database, perSecond, ratioOf, readable } from "./bench-line.ts";
import { connectDirectly } from "./direct-connection.ts";
import { requireCounts, startImport } from "./imports.ts";
import { say } from "./say.ts";
import type { SingleContactsOrder, SingleContactsSent } from "./single-contacts.ts";
import { withStorage } from "./storage.ts";

const connections = 100;
const warmUpSeconds = 3;
const reach = { rate: 10, p99: 1 / 5 };

async function sendContacts(url: string, apiKey: string, seconds: number): Promise<SingleContactsSent> {
  const order: SingleContactsOrder = { url, apiKey, connections, warmUpSeconds, seconds };
  const program = path.join(import.meta.dirname, "single-contacts.ts");
  const printed = await readPrinted(startProgram(program, [JSON.stringify(order)], {}), "SENT");
  const sent: SingleContactsSent = JSON.parse(printed.get("SENT") ?? "");
  say(`  ${Math.round(sent.rate)} contacts/s, p50 ${sent.p50.toFixed(1)} ms, p99 ${sent.p99.toFixed(1)} ms`);
  return sent;
}

const measureOurs = (database: Database, seconds: number): Promise<SingleContactsSent> =>
  withStorage(database, async (storage) => {
    const backend = await startBackend(storage.env);
    const importId = await startImport(backend, "Singles");
    const ours = await sendContacts(`${backend.url}/v5/imports/${importId}/contacts`, backend.apiKey, seconds);
    await requireCounts(backend, importId, { received: ours.sent, created: ours.sent });
    await backend.stop();
    return ours;
  });

const countContacts = "select count(*)::integer as count from contacts";

/** On a storage of its own, which a backend made and has left. */
const measureTransactions = (database: Database, seconds: number, locksFirst: boolean): Promise<SingleContactsSent> =>
  withStorage(database, async (storage) => {
    const backend = await startBackend(storage.env);
    const importId = await startImport(backend, "Singles");
    await backend.stop();
    const server = startProgram(path.join(import.meta.dirname, "transaction-server.ts"), [], {
      ...storage.env,
      ORGANIZATION_ID: backend.organizationId,
      IMPORT_ID: importId,
      ...(locksFirst && { LOCKS_FIRST: "yes" }),
    });
    const url = (await readPrinted(server, "SERVER_URL")).get("SERVER_URL");
    const baseline = await sendContacts(`${url}/contacts`, "", seconds);
    await endProcess(server);
    const connection = await connectDirectly(storage);
    const [found] = await connection.query<{ count: number }>(countContacts);
    await connection.close();
    if (found?.count !== baseline.sent) throw new Error(`${baseline.sent} were answered, ${found?.count} are there.`);
    return baseline;
  });

const what = `single contacts over HTTP, ${connections} connections`;
const inMs = (value: number) => `${readable(value)} ms`;

function linesOf(
  database: Database,
  ours: SingleContactsSent,
  baseline: SingleContactsSent,
  kind: string,
): BenchLine[] {
  return [
    {
      path: `${what}: rate`,
      database,
      ours: perSecond(ours.rate, "contacts"),
      baseline: `${perSecond(baseline.rate, "contacts")} (${kind})`,
      ratio: ratioOf(ours.rate, baseline.rate),
      reach: `≥ ${reach.rate}`,
      isMet: ours.rate / baseline.rate >= reach.rate,
    },
    {
      path: `${what}: p99 (p50)`,
      database,
      ours: `${inMs(ours.p99)} (${inMs(ours.p50)})`,
      baseline: `${inMs(baseline.p99)} (${inMs(baseline.p50)}), ${kind}`,
      ratio: ratioOf(ours.p99, baseline.p99),
      reach: `< ${reach.p99}`,
      isMet: ours.p99 / baseline.p99 < reach.p99,
    },
  ];
}

/** Single contacts over HTTP, against servers that have one transaction for each request. */
export async function benchSingles(database: Database, seconds: number): Promise<BenchLine[]> {
  const ours = await measureOurs(database, seconds);
  const locking = await measureTransactions(database, seconds, true);
  const sparing = await measureTransactions(database, seconds, false);
  return [
    ...linesOf(database, ours, locking, "the import locked first"),
    ...linesOf(database, ours, sparing, "the import locked last"),
  ];
}
