import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Db } from "./db.ts";
import { acrossOrganizations } from "./reach.ts";

const folder = path.join(import.meta.dirname, "../../migrations");

/** Any number that no other program on the same server uses for its advisory locks. */
const lockNumber = 7_237_461_923;

/** Our migrations hold no function bodies, so a semicolon at the end of a line ends a statement. */
const statementsOf = (file: string): string[] =>
  readFileSync(path.join(folder, file), "utf8")
    .split(/;\s*$/m)
    .map((text) => text.trim())
    .filter((text) => text !== "");

/** Brings the database to the newest form. Each file runs once; processes that start together wait for each other. */
export async function migrate(db: Db, now: Date): Promise<void> {
  const bringUpToDate = async (tx: Db) => {
    await tx.query({ text: "select pg_advisory_xact_lock($1)" }, [lockNumber]);
    await tx.query({ text: "create table if not exists migrations (file text primary key, applied_at timestamptz)" });
    const applied = await tx.query<{ file: string }>({ text: "select file from migrations" });
    const done = new Set(applied.map(({ file }) => file));
    const files = readdirSync(folder).filter((file) => file.endsWith(".sql"));
    for (const file of files.toSorted()) {
      if (done.has(file)) continue;
      for (const text of statementsOf(file)) await tx.query({ text });
      await tx.query({ text: "insert into migrations (file, applied_at) values ($1, $2)" }, [file, now.toISOString()]);
    }
  };
  await acrossOrganizations("the tables are of all", () => db.tx(bringUpToDate));
}
