import { type Db, statement } from "../db/db.ts";
import { notFound } from "../errors.ts";
import type { FormatOverrides } from "../files/format.ts";
import { bareId } from "../ids.ts";

/** A file that is sent in pieces, as the database keeps it. */
export interface UploadRecord {
  id: string;
  import_id: string;
  name: string;
  size: number;
  overrides: FormatOverrides;
  /** What the client said of it, to be told to it again. */
  metadata: Record<string, string | null>;
  /** The file that it became; null while bytes are missing, or the import has not got it yet. */
  file_id: string | null;
  created_at: Date;
}

/** Under which id the bytes of an upload are kept: that of the file which they become, unless it is there already. */
export const fileIdOf = (uploadId: string): string => `fil_${bareId(uploadId)}`;

const insert = statement(
  "insert-upload",
  `insert into uploads (organization_id, id, import_id, name, size, overrides, metadata, created_at)
   values ($1, $2, $3, $4, $5, $6::jsonb, $7::jsonb, $8)`,
);

const find = statement(
  "find-upload",
  "select * from uploads where organization_id = $1 and import_id = $2 and id = $3",
);

const finish = statement(
  "finish-upload",
  `update uploads set file_id = $4 where organization_id = $1 and import_id = $2 and id = $3 and
     (file_id is null or file_id = $4) returning id`,
);

const remove = statement(
  "delete-upload",
  "delete from uploads where organization_id = $1 and import_id = $2 and id = $3 returning file_id",
);

export async function insertUpload(
  db: Db,
  organizationId: string,
  upload: Omit<UploadRecord, "file_id" | "created_at">,
  now: Date,
): Promise<void> {
  const { id, import_id, name, size, overrides, metadata } = upload;
  const values = [id, import_id, name, size, JSON.stringify(overrides), JSON.stringify(metadata), now.toISOString()];
  await db.query(insert, [organizationId, ...values]);
}

/** @throws AppError `not_found` */
export async function getUpload(db: Db, organizationId: string, importId: string, id: string): Promise<UploadRecord> {
  const [found] = await db.query<UploadRecord>(find, [organizationId, importId, id]);
  if (found === undefined) throw notFound("upload", id);
  return found;
}

/** Says which file an upload became. @throws AppError `not_found` when it was deleted meanwhile. */
export async function setUploadFile(tx: Db, organizationId: string, importId: string, id: string, fileId: string) {
  const finished = await tx.query(finish, [organizationId, importId, id, fileId]);
  if (finished.length === 0) throw notFound("upload", id);
}

/**
 * Deletes what is known of an upload.
 *
 * @returns Whether its bytes are nobody's now.
 * @throws AppError `not_found`
 */
export async function deleteUpload(db: Db, organizationId: string, importId: string, id: string): Promise<boolean> {
  const [deleted] = await db.query<{ file_id: string | null }>(remove, [organizationId, importId, id]);
  if (deleted === undefined) throw notFound("upload", id);
  return deleted.file_id === null;
}
