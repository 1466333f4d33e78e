import { readFileSync } from "node:fs";
import { cpus, release, totalmem, type } from "node:os";
import path from "node:path";
import pg from "pg";
import { postgresUrl } from "../helpers/postgres.ts";
import type { Database } from "./bench-line.ts";

const settings = ["fsync", "synchronous_commit", "shared_buffers", "max_wal_size"];

async function postgresFacts(): Promise<string> {
  const client = new pg.Client(postgresUrl);
  await client.connect();
  try {
    const { rows } = await client.query("select name, current_setting(name) as value from unnest($1::text[]) as name", [
      ["server_version", ...settings],
    ]);
    const values = new Map(rows.map(({ name, value }) => [name, value]));
    const shown = settings.map((name) => `${name} ${values.get(name)}`).join(", ");
    return `PostgreSQL ${values.get("server_version")} on the same machine, ${shown}`;
  } finally {
    await client.end();
  }
}

function embeddedFacts(): string {
  const manifest = path.resolve(import.meta.dirname, "../../backend/node_modules/@electric-sql/pglite/package.json");
  const { version } = JSON.parse(readFileSync(manifest, "utf8"));
  return `PGlite ${version}, every commit flushed to the disk`;
}

/** What was measured on, as lines of a list. */
export async function describeMachine(databases: readonly Database[], command: string): Promise<string[]> {
  const [first] = cpus();
  const memory = `${Math.round(totalmem() / 1024 ** 3)} GB of memory`;
  return [
    `Machine: ${first?.model.trim() ?? "unknown processor"}, ${cpus().length} cores, ${memory}, ${type()} ${release()}`,
    `Node ${process.versions.node}`,
    ...(databases.includes("postgres") ? [await postgresFacts()] : []),
    ...(databases.includes("embedded") ? [embeddedFacts()] : []),
    `Date: ${new Date().toISOString().slice(0, 10)}`,
    `Command: \`${command}\``,
  ];
}
