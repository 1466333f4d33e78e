import type { Readable } from "node:stream";
import { isStorageFull } from "../db/database-error.ts";
import type { Db } from "../db/db.ts";
import { AppError } from "../errors.ts";
import { newId } from "../ids.ts";
import { getImport, lockImport } from "../imports/find-import.ts";
import type { ImportRecord } from "../imports/import-record.ts";
import { beginUpload } from "../runs/begin-upload.ts";
import { type Fetched, noteFetched, rememberSourceUrl } from "./fetched-file.ts";
import type { FileStore, StoredBytes } from "./file-store.ts";
import { findFileFormat } from "./find-file-format.ts";
import type { FormatOverrides } from "./format.ts";
import { readOverrides, saidOf } from "./format-overrides.ts";
import { findSameFile, getImportFile, type ImportFileRecord, insertImportFile, setFileFormat } from "./import-files.ts";

/** Where files are, and what is known of them. */
export interface FileContext {
  db: Db;
  files: FileStore;
}

const wrong = (field: string, message: string, description: string): AppError =>
  new AppError("validation_error", `The ${field} ${message}.`, description, { details: [{ field, message }] });

/**
 * Sees to it that an import takes a file, before its bytes are asked for.
 *
 * @throws AppError `not_found`, or `validation_error` when it takes none or cannot be read as somebody says.
 */
export async function requireUpload(
  db: Db,
  organizationId: string,
  importId: string,
  overrides: FormatOverrides,
): Promise<void> {
  readOverrides(overrides);
  const { method } = await getImport(db, organizationId, importId);
  if (method === "upload") return;
  throw wrong("method", `of this import is ${method}, which takes no files`, "Make an import of the method upload.");
}

/** A file whose bytes are on the disk, and which no import has yet. */
export interface ArrivedFile extends StoredBytes {
  id: string;
  name: string;
  overrides: FormatOverrides;
  /** Where it was fetched from; nothing where it was sent. */
  from?: Fetched;
}

/**
 * Makes what has arrived a file of an import. The same bytes are the same file.
 *
 * @param within Done in the same transaction.
 * @throws AppError
 */
export async function storeFile(
  { db, files }: FileContext,
  organizationId: string,
  importId: string,
  { id, name, size, digest, overrides, from }: ArrivedFile,
  now: Date,
  within: (tx: Db, file: ImportFileRecord, record: ImportRecord) => Promise<void>,
): Promise<ImportFileRecord> {
  const format = await findFileFormat(files, organizationId, { id, size }, overrides);
  const file = await db.tx(async (tx) => {
    const record = await lockImport(tx, organizationId, importId);
    const same = await findSameFile(tx, organizationId, importId, digest);
    const kept =
      same ??
      (await insertImportFile(tx, organizationId, { id, import_id: importId, name, size, digest, format }, now));
    if (from !== undefined) await noteFetched(tx, organizationId, importId, kept.id, from);
    await within(tx, kept, record);
    return kept;
  });
  if (file.id !== id) await files.remove(organizationId, id);
  return file;
}

/**
 * Does so with what somebody gave an import. An import that runs begins with it at once, and an address that it was fetched
 * from is the import's from then on.
 *
 * @param within Done in the same transaction.
 * @throws AppError
 */
export function keepFile(
  context: FileContext,
  organizationId: string,
  importId: string,
  arrived: ArrivedFile,
  now: Date,
  within: (tx: Db, file: ImportFileRecord) => Promise<void> = async () => undefined,
): Promise<ImportFileRecord> {
  return storeFile(context, organizationId, importId, arrived, now, async (tx, file, record) => {
    if (arrived.from !== undefined) await rememberSourceUrl(tx, organizationId, importId, arrived.from.url, now);
    if (file.id === arrived.id && record.status === "running") await beginUpload(tx, record, now);
    await within(tx, file);
  });
}

/** Whether an error tells for sure that nothing was stored. After another the file may be there, and needs its bytes. */
const isTakenBack = (error: unknown): boolean => error instanceof AppError || isStorageFull(error);

/**
 * Receives a file for an import: whole, and on the disk, before it is answered for.
 *
 * @param file.told What is said of it, asked for once its bytes are here: a form may say it behind them.
 * @throws AppError
 */
export async function receiveFile(
  context: FileContext,
  organizationId: string,
  importId: string,
  { bytes, told }: { bytes: Readable; told: () => Promise<Pick<ArrivedFile, "name" | "overrides" | "from">> },
  clock: () => Date,
): Promise<ImportFileRecord> {
  const id = newId("fil");
  const stored = await context.files.receive(organizationId, id, bytes);
  try {
    if (stored.size === 0) throw wrong("file", "is empty", "Send the file as the body of the request.");
    return await keepFile(context, organizationId, importId, { id, ...stored, ...(await told()) }, clock());
  } catch (error) {
    if (isTakenBack(error)) await context.files.remove(organizationId, id);
    throw error;
  }
}

/** Reads the beginning of a file anew, with what a person says of it. @throws AppError */
export async function reformatFile(
  { db, files }: FileContext,
  organizationId: string,
  importId: string,
  fileId: string,
  overrides: FormatOverrides,
): Promise<ImportFileRecord> {
  const file = await getImportFile(db, organizationId, importId, fileId);
  const format = await findFileFormat(files, organizationId, file, { ...saidOf(file.format), ...overrides });
  return setFileFormat(db, organizationId, importId, fileId, format);
}
