import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";

/** As `npm start` runs it: tools/backend-node.mjs. */
const backendFlags = ["--conditions=source", "--max-semi-space-size=8"];

const backendFolder = path.resolve(import.meta.dirname, "../../backend");

/** A backend under measurement, in a process of its own, started as operators start it. */
export interface BackendProcess {
  url: string;
  apiKey: string;
  organizationId: string;
  process: ChildProcess;
  /** Sends a JSON request with the key. @throws With the answer, when it is no success. */
  call<Answer>(method: string, route: string, body?: unknown): Promise<Answer>;
  stop(): Promise<void>;
}

/** Ends a process as an operator does, and waits until it has ended. */
export async function endProcess(child: ChildProcess): Promise<void> {
  child.kill("SIGTERM");
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}

const running = new Set<ChildProcess>();

/** Ends every program that still runs, at once. */
export function killPrograms(): void {
  for (const child of running) child.kill("SIGKILL");
}

process.once("exit", killPrograms);

/** Starts a program of ours that ends with us at the latest. What it says of errors is shown. */
export function startProgram(file: string, args: string[], env: Record<string, string>, cwd?: string): ChildProcess {
  const child = spawn(process.execPath, [...backendFlags, file, ...args], {
    ...(cwd !== undefined && { cwd }),
    env: { PATH: process.env.PATH, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  return child;
}

/**
 * Waits until a program has printed the line `<last>=…`.
 *
 * @returns All that it printed in this form.
 */
export async function readPrinted(child: ChildProcess, last: string): Promise<Map<string, string>> {
  const printed = new Map<string, string>();
  if (child.stdout === null) throw new Error("The program's output is not read.");
  const lines = createInterface({ input: child.stdout });
  await new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    // Its streams end after it, and what it printed last may still come.
    child.once("close", (code) => reject(new Error(`A program ended with ${code} before it was ready.`)));
    lines.on("line", (line) => {
      const [, name = "", value = ""] = /^(\w+)=(.*)$/.exec(line) ?? [];
      printed.set(name, value);
      if (name === last) resolve();
    });
  });
  return printed;
}

/**
 * Starts a backend on a storage. Rates are not limited, and receivers on this machine are allowed.
 *
 * @param env What createStorage answers with, and further settings.
 * @param knownKey The key, where the storage had a backend before: it is printed once.
 */
export async function startBackend(env: Record<string, string>, knownKey?: string): Promise<BackendProcess> {
  const settings = { PORT: "0", ALLOW_PRIVATE_TARGETS: "true", RATE_LIMIT_PER_MINUTE: "0", LOG_LEVEL: "warn" };
  const child = startProgram("src/main.ts", [], { ...settings, ...env }, backendFolder);
  const printed = await readPrinted(child, "FIRSTQUADRANT_READY");
  const url = printed.get("FIRSTQUADRANT_URL") ?? "";
  const apiKey = knownKey ?? printed.get("FIRSTQUADRANT_API_KEY") ?? "";
  return {
    url,
    apiKey,
    organizationId: printed.get("FIRSTQUADRANT_ORGANIZATION_ID") ?? "",
    process: child,
    call: async (method, route, body) => {
      const response = await fetch(`${url}/v5${route}`, {
        method,
        headers: {
          Authorization: `Bearer ${apiKey}`,
          ...(body !== undefined && { "Content-Type": "application/json" }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${route}: ${response.status} ${text}`);
      return text === "" ? undefined : JSON.parse(text);
    },
    stop: () => endProcess(child),
  };
}
