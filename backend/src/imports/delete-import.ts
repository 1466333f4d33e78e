import { type Db, statement } from "../db/db.ts";
import { AppError } from "../errors.ts";
import { giveTakenBack } from "../prospects/taken.ts";
import { fileIdOf } from "../uploads/upload-record.ts";
import { getImport } from "./find-import.ts";

const deleteIdle = statement(
  "delete-import",
  "delete from imports where organization_id = $1 and id = $2 and status <> 'running' returning id",
);

const deleteHeld = statement(
  "delete-held-records",
  "delete from held_records where organization_id = $1 and import_id = $2",
);

const deleteFiles = statement(
  "delete-files-of-import",
  "delete from import_files where organization_id = $1 and import_id = $2 returning id",
);

const deleteUploads = statement(
  "delete-uploads-of-import",
  "delete from uploads where organization_id = $1 and import_id = $2 returning id",
);

/**
 * Deletes an import that does not run. Its contacts stay, and its rows as long as events are kept, since they are
 * the events of its contacts.
 *
 * @returns The files whose bytes are to be removed once this is committed.
 * @throws AppError `not_found`, or `invalid_transition` while it runs.
 */
export async function deleteImport(tx: Db, organizationId: string, id: string): Promise<string[]> {
  const deleted = await tx.query(deleteIdle, [organizationId, id]);
  if (deleted.length === 0) {
    await getImport(tx, organizationId, id);
    throw new AppError(
      "invalid_transition",
      "An import that is running cannot be deleted.",
      "Complete it first: POST /imports/{id}/complete.",
      { details: [{ field: "status", message: "is running" }] },
    );
  }
  await tx.query(deleteHeld, [organizationId, id]);
  await giveTakenBack(tx, organizationId, id, null);
  const files = await tx.query<{ id: string }>(deleteFiles, [organizationId, id]);
  const uploads = await tx.query<{ id: string }>(deleteUploads, [organizationId, id]);
  return [...files.map((file) => file.id), ...uploads.map((upload) => fileIdOf(upload.id))];
}
