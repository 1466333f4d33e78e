import type { Readable } from "node:stream";
import type { Db } from "../db/db.ts";
import { AppError } from "../errors.ts";
import { newId } from "../ids.ts";
import { getImport, lockImport } from "../imports/find-import.ts";
import { beginUpload } from "../runs/begin-upload.ts";
import { isKnownEncoding } from "./encoding.ts";
import type { FileStore } from "./file-store.ts";
import { type FormatOverrides, findFormat } from "./format.ts";
import { findSameFile, getImportFile, type ImportFileRecord, insertImportFile, setFileFormat } from "./import-files.ts";

/** How much of a file tells how it is to be read, in bytes. */
const beginningSize = 256 * 1024;

const wrong = (field: string, message: string, description: string): AppError =>
  new AppError("validation_error", `The ${field} ${message}.`, description, { details: [{ field, message }] });

function check({ encoding, delimiter }: FormatOverrides): void {
  if (encoding !== undefined && !isKnownEncoding(encoding)) {
    throw wrong(
      "encoding",
      `${JSON.stringify(encoding)} is not known`,
      "Name one such as utf-8, windows-1252 or utf-16le.",
    );
  }
  if (delimiter !== undefined && delimiter.length !== 1) {
    throw wrong("delimiter", "is not a single character", "Give the one that stands between the values.");
  }
}

/** @throws AppError `not_found`, or `validation_error` when the import takes no files. */
async function requireUpload(db: Db, organizationId: string, importId: string): Promise<void> {
  const { method } = await getImport(db, organizationId, importId);
  if (method === "upload") return;
  throw wrong("method", `of this import is ${method}, which takes no files`, "Make an import of the method upload.");
}

/**
 * Receives a file for an import: whole, and on the disk, before it is answered for. The same bytes sent again are the
 * same file. An import that runs begins with it at once.
 *
 * @throws AppError
 */
export async function receiveFile(
  { db, files }: { db: Db; files: FileStore },
  organizationId: string,
  importId: string,
  { bytes, name, overrides }: { bytes: Readable; name: string; overrides: FormatOverrides },
  now: Date,
): Promise<{ file: ImportFileRecord; isNew: boolean }> {
  check(overrides);
  await requireUpload(db, organizationId, importId);
  const id = newId("fil");
  const { size, digest } = await files.receive(organizationId, id, bytes);
  try {
    if (size === 0) throw wrong("file", "is empty", "Send the file as the body of the request.");
    const format = findFormat(await files.beginning(organizationId, id, beginningSize), overrides);
    const received = await db.tx(async (tx) => {
      const record = await lockImport(tx, organizationId, importId);
      const same = await findSameFile(tx, organizationId, importId, digest);
      if (same !== null) return { file: same, isNew: false };
      const file = await insertImportFile(
        tx,
        organizationId,
        { id, import_id: importId, name, size, digest, format },
        now,
      );
      if (record.status === "running") await beginUpload(tx, record, now);
      return { file, isNew: true };
    });
    if (!received.isNew) await files.remove(organizationId, id);
    return received;
  } catch (error) {
    await files.remove(organizationId, id);
    throw error;
  }
}

/** Reads the beginning of a file anew, with what a person says of it. @throws AppError */
export async function reformatFile(
  { db, files }: { db: Db; files: FileStore },
  organizationId: string,
  importId: string,
  fileId: string,
  overrides: FormatOverrides,
): Promise<ImportFileRecord> {
  check(overrides);
  await getImportFile(db, organizationId, importId, fileId);
  const format = findFormat(await files.beginning(organizationId, fileId, beginningSize), overrides);
  return setFileFormat(db, organizationId, importId, fileId, format);
}
