/**
 * A program of the bench: sends single contacts, one after the other over each of many connections, and prints how
 * quickly they were answered. It has a process of its own, so that nothing else is done on its thread, and speaks HTTP
 * by itself: it shares the processors with what it measures, and a client for all purposes takes more than twice as much.
 */
import { once } from "node:events";
import { connect, type Socket } from "node:net";
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
const url = new URL(order.url);
const headers = [
  `POST ${url.pathname} HTTP/1.1`,
  `Host: ${url.host}`,
  `Authorization: Bearer ${order.apiKey}`,
  "Content-Type: application/json",
].join("\r\n");

const measuredFrom = performance.now() + order.warmUpSeconds * 1000;
const end = measuredFrom + order.seconds * 1000;
const latencies: number[] = [];
let sent = 0;

function sendNext(socket: Socket): void {
  const body = JSON.stringify({ contact: contactOf(sent) });
  sent += 1;
  socket.write(`${headers}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

const endOfHead = "\r\n\r\n";

/** @param received One character for each byte. */
function isWhole(received: string): boolean {
  const head = received.indexOf(endOfHead);
  if (head < 0) return false;
  const [, length] = /\r\ncontent-length: (\d+)/i.exec(received) ?? [];
  if (length === undefined) throw new Error(`An answer says nothing of its length: ${received}`);
  return received.length >= head + endOfHead.length + Number(length);
}

/** Sends the next contact when the one before is answered, until the time is over. */
async function sendUntilEnd(): Promise<void> {
  const socket = connect(Number(url.port), url.hostname);
  socket.setEncoding("latin1").setNoDelay();
  let received = "";
  let start = performance.now();
  socket.on("data", (part: string) => {
    received += part;
    if (!isWhole(received)) return;
    if (!received.startsWith("HTTP/1.1 200 ")) throw new Error(`A contact was answered with: ${received}`);
    received = "";
    const now = performance.now();
    if (now >= measuredFrom && now < end) latencies.push(now - start);
    start = now;
    if (now < end) sendNext(socket);
    else socket.end();
  });
  sendNext(socket);
  await once(socket, "end");
  if (performance.now() < end) throw new Error("A connection was ended in between.");
}

await Promise.all(Array.from({ length: order.connections }, sendUntilEnd));

latencies.sort((one, other) => one - other);
const percentile = (part: number): number => latencies[Math.floor(latencies.length * part)] ?? Number.NaN;
const result: SingleContactsSent = {
  sent,
  rate: latencies.length / order.seconds,
  p50: percentile(0.5),
  p99: percentile(0.99),
};
process.stdout.write(`SENT=${JSON.stringify(result)}\n`);
