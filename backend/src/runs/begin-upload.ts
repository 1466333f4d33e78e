import type { Db } from "../db/db.ts";
import { AppError } from "../errors.ts";
import { findImportFiles } from "../files/import-files.ts";
import type { ImportRecord } from "../imports/import-record.ts";
import { openRuns } from "./open-runs.ts";

/** Below this, an encoding is a guess. */
const sureEnough = 0.8;

/**
 * Opens the runs of an upload that was started. To be called in the transaction of the start: what is refused here was
 * not started.
 *
 * @throws AppError `validation_error` when columns are not mapped yet, or it is not sure how a file is to be read.
 */
export async function beginUpload(tx: Db, record: ImportRecord, now: Date): Promise<void> {
  if (record.method !== "upload") return;
  const files = await findImportFiles(tx, record.organization_id, record.id);
  if (files.length > 0 && record.field_mapping === null) {
    throw new AppError(
      "validation_error",
      "The import has no field mapping, so nobody knows which column is the email address.",
      "See what is proposed: POST /imports/{id}/preview. Accept a mapping: PATCH /imports/{id}. Then start it.",
      { details: [{ field: "fieldMapping", message: "is missing" }] },
    );
  }
  const unsure = files.find(({ format }) => format.confidence.encoding < sureEnough);
  if (unsure !== undefined) {
    throw new AppError(
      "validation_error",
      `How ${JSON.stringify(unsure.name)} is encoded is not sure; ${unsure.format.encoding} is a guess.`,
      `Look at the preview. Then say it: PATCH /imports/{id}/files/${unsure.id} with { "encoding": … }.`,
      { details: [{ field: "encoding", message: `may be ${unsure.format.encoding}` }] },
    );
  }
  await openRuns(tx, record.organization_id, record.id, now);
}
