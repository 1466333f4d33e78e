import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { endProcess, readPrinted, startProgram } from "./backend-process.ts";

/** What a receiver was sent since it was last told to forget. */
export interface Received {
  /** When each request was there. */
  times: number[];
  /** The address of the contact in each. */
  emails: string[];
  /** Of the last request. */
  headers: Record<string, string>;
  body: string;
}

/** A fast receiver in a process of its own, so that it takes nothing from the thread that is measured. */
export interface Receiver {
  /** Where requests are to be sent to. */
  url: string;
  /** Waits until so many have arrived. */
  untilReceived(count: number): Promise<Received>;
  forget(): Promise<void>;
  stop(): Promise<void>;
}

const path = "/hooks";

function receive(): void {
  let times: number[] = [];
  let emails: string[] = [];
  let headers: Received["headers"] = {};
  let body = "";
  let whenReceived = { count: Number.POSITIVE_INFINITY, tell: () => {} };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const { pathname, searchParams } = new URL(request.url ?? "", "http://receiver");
      if (pathname === "/received") {
        const tell = () => void response.end(JSON.stringify({ times, emails, headers, body }));
        whenReceived = { count: Number(searchParams.get("count")), tell };
      } else if (pathname === "/forget") {
        times = [];
        emails = [];
        response.end();
      } else {
        times.push(Date.now());
        body = Buffer.concat(chunks).toString();
        emails.push(/"email":"([^"]*)"/.exec(body)?.[1] ?? "");
        headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
        response.end();
      }
      if (times.length < whenReceived.count) return;
      whenReceived.tell();
      whenReceived = { count: Number.POSITIVE_INFINITY, tell: () => {} };
    });
  });
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    if (typeof address === "object") process.stdout.write(`RECEIVER_PORT=${address?.port}\n`);
  });
}

/** Starts a receiver that answers 200 to everything. */
export async function startReceiver(): Promise<Receiver> {
  const child = startProgram(fileURLToPath(import.meta.url), [], {});
  const port = (await readPrinted(child, "RECEIVER_PORT")).get("RECEIVER_PORT");
  const ask = async (route: string) => (await fetch(`http://127.0.0.1:${port}${route}`)).text();
  return {
    url: `http://127.0.0.1:${port}${path}`,
    untilReceived: async (count) => JSON.parse(await ask(`/received?count=${count}`)),
    forget: async () => {
      await ask("/forget");
    },
    stop: () => endProcess(child),
  };
}

if (import.meta.main) receive();
