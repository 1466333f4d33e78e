import type { Db } from "../db/db.ts";
import type { ImportRecord } from "../imports/import-record.ts";
import { openFileRuns } from "./open-file-runs.ts";
import { requireReadable } from "./require-readable.ts";

/**
 * Begins with the files that an upload has received and not worked through. To be called while the import is locked; what
 * is refused here was not begun.
 *
 * @throws AppError `validation_error`
 */
export async function beginUpload(tx: Db, record: ImportRecord, now: Date): Promise<void> {
  await requireReadable(tx, record);
  await openFileRuns(tx, record, now);
}
