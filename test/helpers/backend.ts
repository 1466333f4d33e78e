import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { createDatabase } from "./postgres.ts";

const backendFolder = path.resolve(__dirname, "../../backend");

/** The databases that a test can run on: PostgreSQL only where one was found. */
export const databases: ("embedded" | "postgres")[] = process.env.TEST_POSTGRES
  ? ["embedded", "postgres"]
  : ["embedded"];

/** Where a backend keeps its data; it outlives the processes that use it. */
export interface Storage {
  env: Record<string, string>;
  remove: () => Promise<void>;
}

/** @param server Where PostgreSQL is, if it is not the one of all tests. */
export async function createStorage(database: "embedded" | "postgres", server?: string): Promise<Storage> {
  const folder = await mkdtemp(path.join(tmpdir(), "fq-data-"));
  const removeFolder = () => rm(folder, { recursive: true, force: true });
  if (database === "embedded") return { env: { DATA_DIR: folder }, remove: removeFolder };
  const { url, drop } = await createDatabase(server);
  return {
    env: { DATA_DIR: folder, DATABASE_URL: url },
    remove: async () => {
      await removeFolder();
      await drop();
    },
  };
}

/** A backend process, started as `npm start` starts it, on a port of its own. */
export interface Backend {
  /** Origin, without `/v5`. */
  url: string;
  /** Empty after a later start on the same storage: the key is printed once. */
  apiKey: string;
  organizationId: string;
  /** Where the first admin signs in, once; empty after a later start on the same storage. */
  signInUrl: string;
  /** Full address of the ready webhook import. */
  webhookUrl: string;
  process: ChildProcess;
  /** All that it logged so far. */
  log: () => string;
  /** Ends it as an operator does; resolves with its exit code. */
  stop: () => Promise<number | null>;
  /** `kill -9`. */
  kill: () => Promise<void>;
}

async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return child.exitCode;
}

/** Runs a process that can make no file larger than so many MB: to it the disk is full there, on any machine. */
export const withLargestFile = (megabytes: number): string[] => [
  "sh",
  "-c",
  `ulimit -f ${megabytes * 2048}; exec "$0" "$@"`,
  process.execPath,
];

/** Starts a backend on a storage. Private targets are allowed, since test receivers are on this machine. */
export async function startBackend(
  storage: Storage,
  env: Record<string, string> = {},
  parameters: string[] = [],
  [command = process.execPath, ...given]: string[] = [process.execPath],
): Promise<Backend> {
  const child = spawn(command, [...given, "--conditions=source", "src/main.ts", ...parameters], {
    cwd: backendFolder,
    env: {
      PATH: process.env.PATH,
      PORT: "0",
      ALLOW_PRIVATE_TARGETS: "true",
      RATE_LIMIT_PER_MINUTE: "0",
      ...storage.env,
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  child.stderr.on("data", (chunk) => {
    log += chunk;
  });
  const printed = new Map<string, string>();
  const lines = createInterface({ input: child.stdout });
  await new Promise<void>((resolve, reject) => {
    child.once("close", (code) => reject(new Error(`The backend ended with ${code} before it was ready:\n${log}`)));
    lines.on("line", (line) => {
      const [, name, value] = /^(FIRSTQUADRANT_[A-Z_]+)=(.*)$/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) printed.set(name, value);
      if (name === "FIRSTQUADRANT_READY") resolve();
    });
  });
  return {
    url: printed.get("FIRSTQUADRANT_URL") ?? "",
    apiKey: printed.get("FIRSTQUADRANT_API_KEY") ?? "",
    organizationId: printed.get("FIRSTQUADRANT_ORGANIZATION_ID") ?? "",
    signInUrl: printed.get("FIRSTQUADRANT_SIGN_IN_URL") ?? "",
    webhookUrl: printed.get("FIRSTQUADRANT_WEBHOOK_URL") ?? "",
    process: child,
    log: () => log,
    stop: () => {
      child.kill("SIGTERM");
      return ended(child);
    },
    kill: async () => {
      child.kill("SIGKILL");
      await ended(child);
    },
  };
}
