import { type Db, statement } from "../db/db.ts";
import { newId } from "../ids.ts";
import type { RunSource } from "./run-source.ts";

const insert = statement(
  "insert-run",
  `insert into runs (organization_id, id, import_id, status, source, created_at)
   values ($1, $2, $3, 'waiting', $4::jsonb, $5)`,
);

/** Opens a run over a source: it waits for a worker. To be called while the import is locked. */
export async function insertRun(tx: Db, organizationId: string, importId: string, source: RunSource, now: Date) {
  await tx.query(insert, [organizationId, newId("run"), importId, JSON.stringify(source), now.toISOString()]);
}
