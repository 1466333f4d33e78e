import { type Db, statement } from "../db/db.ts";
import type { ImportRecord } from "../imports/import-record.ts";
import { insertRun } from "./insert-run.ts";

const findOpen = statement(
  "find-open-run-of-import",
  `select id from runs where organization_id = $1 and import_id = $2 and status in ('waiting', 'running')
   order by id limit 1`,
);

/** The run of an import that has not come to its end; null when there is none. */
export async function findOpenRun(tx: Db, organizationId: string, importId: string): Promise<string | null> {
  const [open] = await tx.query<{ id: string }>(findOpen, [organizationId, importId]);
  return open?.id ?? null;
}

/**
 * Opens a run over what an import works through again and again: when it starts, when its schedule is due, or when somebody
 * wants it; none while one is open. What cannot be worked through is a run that fails, and says why. To be called while the
 * import is locked.
 */
export async function openRuns(tx: Db, record: ImportRecord, now: Date): Promise<void> {
  if ((await findOpenRun(tx, record.organization_id, record.id)) !== null) return;
  switch (record.method) {
    case "upload":
      if (record.source_url === null) return;
      return insertRun(tx, record.organization_id, record.id, { url: record.source_url, fileId: null }, now);
    case "prospect":
      if (record.prospects === null) return;
      return insertRun(tx, record.organization_id, record.id, { prospects: record.prospects }, now);
    case "webhook":
    case "app":
      return;
  }
}
