import { execFile, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { listen } from "./listen.ts";

const run = promisify(execFile);

const linesOf = (command: string, ...parameters: string[]): string[] =>
  (spawnSync(command, parameters, { encoding: "utf8" }).stdout ?? "").trim().split("\n");

/** Where PostgreSQL's own programs are on this machine; null when it has none. */
function programsFolder(): string | null {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).toSorted().toReversed() : [];
  const folders = [...linesOf("pg_config", "--bindir"), ...versions.map((version) => `${debian}/${version}/bin`)];
  return folders.find((folder) => existsSync(path.join(folder, "initdb"))) ?? null;
}

/** Who runs it: PostgreSQL refuses root. Null when there is nobody else. */
function whoRunsIt(): { uid: number; gid: number } | Record<string, never> | null {
  if (process.getuid?.() !== 0) return {};
  for (const user of ["postgres", "nobody"]) {
    const uid = Number(linesOf("id", "-u", user)[0] || Number.NaN);
    const gid = Number(linesOf("id", "-g", user)[0] || Number.NaN);
    if (uid > 0 && gid > 0) return { uid, gid };
  }
  return null;
}

const programs = programsFolder();
const who = whoRunsIt();

/** Why there can be no server of a test's own here; null when there can. */
export const whyNoServer: string | null =
  programs === null
    ? "PostgreSQL's programs (initdb, pg_ctl) are not on this machine"
    : who === null
      ? "PostgreSQL does not run as root, and there is no user postgres or nobody"
      : null;

/** A server of a test's own, which it may stop in any way. */
export interface PostgresServer {
  /** As a superuser. */
  url: string;
  /** `fast` lets nobody finish what he does, `immediate` is as if the machine had lost its power. */
  stop: (how: "fast" | "immediate") => Promise<void>;
  start: () => Promise<void>;
  /** Ends it, and removes what it kept. */
  remove: () => Promise<void>;
}

async function freePort(): Promise<string> {
  const server = createServer();
  const { port } = new URL(await listen(server));
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Makes a server with nothing in it, and starts it. */
export async function startPostgresServer(): Promise<PostgresServer> {
  if (programs === null || who === null) throw new Error(whyNoServer ?? "");
  const folder = mkdtempSync(path.join(tmpdir(), "fq-postgres-"));
  if (who.uid !== undefined) chownSync(folder, who.uid, who.gid);
  const data = path.join(folder, "data");
  const port = await freePort();
  const perform = (program: string, ...parameters: string[]) =>
    run(path.join(programs, program), parameters, {
      ...who,
      cwd: folder,
      env: { PATH: process.env.PATH, LC_ALL: "C" },
    });
  const options = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1`;
  const control = (...parameters: string[]) => perform("pg_ctl", "-D", data, "-w", "-t", "60", ...parameters);
  const server: PostgresServer = {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    stop: async (how) => {
      await control("stop", "-m", how);
    },
    start: async () => {
      await control("start", "-l", path.join(folder, "log"), "-o", options);
    },
    remove: async () => {
      await server.stop("immediate").catch(() => undefined);
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await perform("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale");
  await server.start();
  return server;
}
