/**
 * A program of the bench: sends single contacts, one after the other over each of many connections, and prints how
 * quickly they were answered. It has a process of its own, so that nothing else is done on its thread.
 */
import { Pool } from "undici";
import { contactOf } from "./contacts.ts";

/** What it is told, as JSON in its only argument. */
export interface SingleContactsOrder {
  url: string;
  apiKey: string;
  connections: number;
  /** Not measured, but sent and counted. */
  warmUpSeconds: number;
  seconds: number;
}

/** What it prints, as `SENT=` and JSON. */
export interface SingleContactsSent {
  /** All contacts that were answered, those of the warm-up too. */
  sent: number;
  /** Answers in a second, while it was measured. */
  rate: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
}

const order: SingleContactsOrder = JSON.parse(process.argv[2] ?? "{}");
const { origin, pathname } = new URL(order.url);
const pool = new Pool(origin, { connections: order.connections, pipelining: 1 });
const headers = { authorization: `Bearer ${order.apiKey}`, "content-type": "application/json" };

const measuredFrom = performance.now() + order.warmUpSeconds * 1000;
const end = measuredFrom + order.seconds * 1000;
const latencies: number[] = [];
let sent = 0;

async function sendOne(): Promise<void> {
  const body = JSON.stringify({ contact: contactOf(sent) });
  sent += 1;
  const start = performance.now();
  const answer = await pool.request({ method: "POST", path: pathname, headers, body });
  const text = await answer.body.text();
  const now = performance.now();
  if (answer.statusCode !== 200) throw new Error(`A contact was answered with ${answer.statusCode}: ${text}`);
  if (now >= measuredFrom && now < end) latencies.push(now - start);
}

async function sendUntilEnd(): Promise<void> {
  while (performance.now() < end) await sendOne();
}

await Promise.all(Array.from({ length: order.connections }, sendUntilEnd));
await pool.close();

latencies.sort((one, other) => one - other);
const percentile = (part: number): number => latencies[Math.floor(latencies.length * part)] ?? Number.NaN;
const result: SingleContactsSent = {
  sent,
  rate: latencies.length / order.seconds,
  p50: percentile(0.5),
  p99: percentile(0.99),
};
process.stdout.write(`SENT=${JSON.stringify(result)}\n`);
