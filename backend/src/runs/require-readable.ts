import type { Db } from "../db/db.ts";
import { AppError } from "../errors.ts";
import { findImportFiles } from "../files/import-files.ts";
import type { ImportRecord } from "../imports/import-record.ts";

/** Below this, an encoding is a guess. */
export const sureEnough = 0.8;

/**
 * Sees to it that there is something for an upload to work through, and that it can be as it is set up.
 *
 * @throws AppError `validation_error` when columns are not mapped yet, or it is not sure how a file is to be read.
 */
export async function requireReadable(tx: Db, record: ImportRecord): Promise<void> {
  const files = await findImportFiles(tx, record.organization_id, record.id);
  if (record.mode === "recurring" && files.length === 0 && record.source_url === null) {
    throw new AppError(
      "validation_error",
      "The import has neither a file nor an address to fetch one from, so there is nothing to do when it is due.",
      'Say where it is fetched: PATCH /imports/{id} with { "sourceUrl": "https://…" }. Or send a file: PUT /imports/{id}/file.',
      { details: [{ field: "sourceUrl", message: "is missing" }] },
    );
  }
  if ((files.length > 0 || record.source_url !== null) && record.field_mapping === null) {
    throw new AppError(
      "validation_error",
      "The import has no field mapping, so nobody knows which column is the email address.",
      `${files.length === 0 ? 'Fetch the file: PUT /imports/{id}/file with { "url": … }. ' : ""}See what is proposed: ` +
        "POST /imports/{id}/preview. Accept a mapping: PATCH /imports/{id}. Then start it.",
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
}
