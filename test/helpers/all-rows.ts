import { spawnSync } from "node:child_process";
import path from "node:path";
import type { Storage } from "./backend.ts";
import { inDatabase } from "./in-database.ts";

/** Every row of every table, as text that begins with the table's name. An embedded database must not be in use. */
export async function allRows(storage: Storage): Promise<string[]> {
  const { env } = storage;
  if (env.DATABASE_URL === undefined) {
    const script = path.join(__dirname, "embedded-rows.mjs");
    const { stdout, stderr, status } = spawnSync(process.execPath, [script, env.DATA_DIR ?? ""], {
      cwd: path.resolve(__dirname, "../../backend"),
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`The database could not be read: ${stderr}`);
    return stdout.trimEnd().split("\n");
  }
  return inDatabase(storage, async (client) => {
    const tables = await client.query(
      "select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace",
    );
    const rows: string[] = [];
    for (const { name } of tables.rows) {
      const found = await client.query(`select to_jsonb(t)::text as row from "${name}" t`);
      rows.push(...found.rows.map(({ row }) => `${name} ${row}`));
    }
    return rows;
  });
}
