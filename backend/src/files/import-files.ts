import type { FileFormat, ImportFile } from "@firstquadrant/core-client";
import { type Db, statement } from "../db/db.ts";
import { notFound } from "../errors.ts";

/** A file as the database keeps it. */
export interface ImportFileRecord {
  id: string;
  import_id: string;
  name: string;
  size: number;
  digest: string;
  format: FileFormat;
  received_at: Date;
}

export const toImportFile = (record: ImportFileRecord): ImportFile => ({
  id: record.id,
  importId: record.import_id,
  name: record.name,
  size: record.size,
  format: record.format,
  receivedAt: record.received_at.toISOString(),
});

const insertFile = statement(
  "insert-import-file",
  `insert into import_files (organization_id, id, import_id, name, size, digest, format, received_at)
   values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8) returning *`,
);

const findByDigest = statement(
  "find-import-file-by-digest",
  "select * from import_files where organization_id = $1 and import_id = $2 and digest = $3",
);

const findById = statement(
  "find-import-file",
  "select * from import_files where organization_id = $1 and import_id = $2 and id = $3",
);

const findAll = statement(
  "find-import-files",
  "select * from import_files where organization_id = $1 and import_id = $2 order by id",
);

const setFormat = statement(
  "set-import-file-format",
  "update import_files set format = $4::jsonb where organization_id = $1 and import_id = $2 and id = $3 returning *",
);

/** The file of the same bytes that the import has already; null when there is none. */
export async function findSameFile(tx: Db, organizationId: string, importId: string, digest: string) {
  const [found] = await tx.query<ImportFileRecord>(findByDigest, [organizationId, importId, digest]);
  return found ?? null;
}

export async function insertImportFile(
  tx: Db,
  organizationId: string,
  file: Omit<ImportFileRecord, "received_at">,
  now: Date,
): Promise<ImportFileRecord> {
  const { id, import_id, name, size, digest, format } = file;
  const values = [organizationId, id, import_id, name, size, digest, JSON.stringify(format), now.toISOString()];
  const [inserted] = await tx.query<ImportFileRecord>(insertFile, values);
  if (inserted === undefined) throw new Error("A file was inserted and not returned.");
  return inserted;
}

/** The files of an import, in the order in which they were received. */
export const findImportFiles = (db: Db, organizationId: string, importId: string): Promise<ImportFileRecord[]> =>
  db.query<ImportFileRecord>(findAll, [organizationId, importId]);

/** @throws AppError `not_found` */
export async function getImportFile(db: Db, organizationId: string, importId: string, id: string) {
  const [found] = await db.query<ImportFileRecord>(findById, [organizationId, importId, id]);
  if (found === undefined) throw notFound("file", id);
  return found;
}

/** @throws AppError `not_found` */
export async function setFileFormat(tx: Db, organizationId: string, importId: string, id: string, format: FileFormat) {
  const [found] = await tx.query<ImportFileRecord>(setFormat, [organizationId, importId, id, JSON.stringify(format)]);
  if (found === undefined) throw notFound("file", id);
  return found;
}
