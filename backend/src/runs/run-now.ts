import { type Db, statement } from "../db/db.ts";
import { AppError } from "../errors.ts";
import { getImport, lockImport } from "../imports/find-import.ts";
import type { ImportRecord } from "../imports/import-record.ts";
import { findOpenRun, openRuns } from "./open-runs.ts";

const hurry = statement(
  "hurry-waiting-run",
  "update runs set lease_until = null where organization_id = $1 and import_id = $2 and status = 'waiting'",
);

const refusal = (record: ImportRecord): AppError =>
  record.status === "running"
    ? new AppError(
        "validation_error",
        "There is nothing to work through.",
        record.method === "upload"
          ? "Upload a file, which is worked through at once, or say where it is fetched: PUT /imports/{id}/file."
          : `An import of the method ${record.method} takes what is sent to it.`,
        { details: [{ field: "method", message: `is ${record.method}` }] },
      )
    : new AppError(
        "import_not_running",
        `The import is ${record.status}, so it does not run.`,
        "Start it, which runs it at once: POST /imports/{id}/start.",
        { details: [{ field: "status", message: `is ${record.status}` }] },
      );

/**
 * Opens a run of an import out of turn; its schedule stays as it is. Where a run is open already, that is the one, and
 * waits no longer.
 *
 * @returns The import, with that run as its last.
 * @throws AppError `not_found`; `import_not_running`; `validation_error` when there is nothing to work through.
 */
export async function runNow(tx: Db, organizationId: string, importId: string, now: Date): Promise<ImportRecord> {
  const record = await lockImport(tx, organizationId, importId);
  if (record.status !== "running") throw refusal(record);
  await openRuns(tx, record, now);
  await tx.query(hurry, [organizationId, importId]);
  if ((await findOpenRun(tx, organizationId, importId)) === null) throw refusal(record);
  return getImport(tx, organizationId, importId);
}
