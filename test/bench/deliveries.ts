import { setTimeout as sleep } from "node:timers/promises";
import { Pool } from "undici";
import { type BackendProcess, startBackend } from "./backend-process.ts";
import { type BenchLine, type Database, perSecond, ratioOf } from "./bench-line.ts";
import { contactOf } from "./contacts.ts";
import { type Received, type Receiver, startReceiver } from "./receiver.ts";
import { say } from "./say.ts";
import { withStorage } from "./storage.ts";

const deliveries = 20_000;
const perRequest = 1000;
const subscriptionCounts = [1, 5];
/** The loop of plain requests may choose among these. */
const concurrencies = [5, 10, 20];
const leastRatio = 0.5;
const eventsPerSecond = 200;
const steadySeconds = 20;
const longestMs = 250;

/** From the first to the last; connections keep no order, so neither needs to stand at the end. */
function rateOf({ times }: Received): number {
  const sorted = times.toSorted((one, other) => one - other);
  return ((times.length - 1) / ((sorted.at(-1) ?? 0) - (sorted[0] ?? 0))) * 1000;
}

async function startImport(backend: BackendProcess, name: string): Promise<string> {
  const started = await backend.call<{ import: { id: string } }>("PUT", "/imports/start", { name, method: "webhook" });
  return started.import.id;
}

async function subscribe(backend: BackendProcess, targetUrl: string, importId: string): Promise<string> {
  const input = { targetUrl, eventTypes: ["contact.imported"], filter: { importIds: [importId] } };
  return (await backend.call<{ id: string }>("POST", "/subscriptions", input)).id;
}

/** Makes events that are owed to nobody yet, then owes them to so many subscriptions at once. */
async function deliver(backend: BackendProcess, receiver: Receiver, subscriptions: number): Promise<Received> {
  const since = new Date().toISOString();
  const importId = await startImport(backend, `Delivered to ${subscriptions}`);
  for (let from = 0; from < deliveries / subscriptions; from += perRequest) {
    const records = Array.from({ length: perRequest }, (_, index) => ({
      contact: contactOf(from + index, subscriptions),
    }));
    await backend.call("POST", `/imports/${importId}/contacts/batch`, { records });
  }
  const ids: string[] = [];
  while (ids.length < subscriptions) ids.push(await subscribe(backend, receiver.url, importId));
  await receiver.forget();
  await Promise.all(ids.map((id) => backend.call("POST", `/subscriptions/${id}/replay`, { since })));
  const received = await receiver.untilReceived(deliveries);
  for (const id of ids) await backend.call("DELETE", `/subscriptions/${id}`);
  return received;
}

/** Sends the same bytes to the same receiver, by undici alone. */
async function loop(receiver: Receiver, { headers, body }: Received, concurrency: number): Promise<Received> {
  const { origin, pathname: path } = new URL(receiver.url);
  const { host: _host, connection: _connection, "content-length": _length, ...sent } = headers;
  const pool = new Pool(origin, { connections: concurrency });
  await receiver.forget();
  let left = deliveries;
  const work = async () => {
    while (left > 0) {
      left -= 1;
      const response = await pool.request({ path, method: "POST", headers: sent, body });
      await response.body.dump();
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  await pool.close();
  return receiver.untilReceived(deliveries);
}

async function bestLoop(receiver: Receiver, sample: Received): Promise<{ rate: number; concurrency: number }> {
  let best = { rate: 0, concurrency: 0 };
  for (const concurrency of concurrencies) {
    const rate = rateOf(await loop(receiver, sample, concurrency));
    if (rate > best.rate) best = { rate, concurrency };
  }
  return best;
}

/** Posts contacts one by one, at a steady rate. @returns The milliseconds from each answer to the receipt, sorted. */
async function latencies(backend: BackendProcess, receiver: Receiver): Promise<number[]> {
  const importId = await startImport(backend, "Steady");
  await subscribe(backend, receiver.url, importId);
  await receiver.forget();
  const answeredAt = new Map<string, number>();
  const posting: Promise<void>[] = [];
  const startedAt = performance.now();
  for (let number = 0; number < eventsPerSecond * steadySeconds; number += 1) {
    const wait = startedAt + (number * 1000) / eventsPerSecond - performance.now();
    if (wait > 0) await sleep(wait);
    const contact = { ...contactOf(number), email: `steady-${number}@example.com` };
    const posted = backend.call("POST", `/imports/${importId}/contacts`, { contact });
    posting.push(posted.then(() => void answeredAt.set(contact.email, Date.now())));
  }
  await Promise.all(posting);
  const { times, emails } = await receiver.untilReceived(posting.length);
  return times
    .map((time, index) => Math.max(0, time - (answeredAt.get(emails[index] ?? "") ?? 0)))
    .toSorted((one, other) => one - other);
}

function lineOfLatencies(database: Database, sorted: readonly number[]): BenchLine {
  const [half, most, all] = [0.5, 0.99, 1].map((part) => sorted[Math.ceil(sorted.length * part) - 1] ?? 0);
  return {
    path: `from the commit to the receipt, at ${eventsPerSecond} events/s`,
    database,
    ours: `p50 ${half} ms, p99 ${most} ms, longest ${all} ms`,
    baseline: "",
    ratio: "",
    reach: `p99 < ${longestMs} ms`,
    isMet: (most ?? 0) < longestMs,
  };
}

/** Deliveries to a fast receiver on this machine beside a loop of plain requests, and how soon an event is there. */
export async function benchDeliveries(database: Database, env: Record<string, string>): Promise<BenchLine[]> {
  const receiver = await startReceiver();
  const backend = await startBackend(env);
  const lines: BenchLine[] = [];
  let best: { rate: number; concurrency: number } | null = null;
  try {
    for (const count of subscriptionCounts) {
      say(`${deliveries} deliveries to ${count} subscriptions on the database ${database}`);
      const received = await deliver(backend, receiver, count);
      best ??= await bestLoop(receiver, received);
      const rate = rateOf(received);
      lines.push({
        path: `${deliveries} deliveries, ${count === 1 ? "one subscription" : `${count} subscriptions`}`,
        database,
        ours: perSecond(rate, "deliveries"),
        baseline: `undici, ${best.concurrency} at a time: ${perSecond(best.rate, "requests")}`,
        ratio: ratioOf(rate, best.rate),
        reach: `≥ ${leastRatio}`,
        isMet: rate >= best.rate * leastRatio,
      });
    }
    say(`${eventsPerSecond} events a second for ${steadySeconds} s on the database ${database}`);
    lines.push(lineOfLatencies(database, await latencies(backend, receiver)));
  } finally {
    await backend.stop();
    await receiver.stop();
  }
  return lines;
}

if (import.meta.main) {
  const database = process.argv[2] === "postgres" ? "postgres" : "embedded";
  console.table(await withStorage(database, ({ env }) => benchDeliveries(database, env)));
}
