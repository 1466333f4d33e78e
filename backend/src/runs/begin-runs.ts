import type { Db } from "../db/db.ts";
import type { ImportRecord } from "../imports/import-record.ts";
import { requireSearch } from "../prospects/require-search.ts";
import { openFileRuns } from "./open-file-runs.ts";
import { openRuns } from "./open-runs.ts";
import { requireReadable } from "./require-readable.ts";

/**
 * Opens the runs of an import that was started. To be called in the transaction of the start: what is refused here was
 * not started.
 *
 * @throws AppError When it cannot be worked through as it is set up.
 */
export async function beginRuns(tx: Db, record: ImportRecord, now: Date): Promise<void> {
  if (record.method === "upload") {
    await requireReadable(tx, record);
    // What was looked at before the start is what is worked through, and not a newer file.
    if ((await openFileRuns(tx, record, now)) > 0) return;
  }
  if (record.method === "prospect") requireSearch(record);
  await openRuns(tx, record, now);
}
