import type { FileFormat } from "@firstquadrant/core-client";
import { AppError } from "../errors.ts";
import { openWorkbook } from "../sheets/open-workbook.ts";
import { UnreadableFile } from "../sheets/unreadable-file.ts";
import { findNoUtf8 } from "./encoding.ts";
import type { FileStore } from "./file-store.ts";
import { bytesOfFile, fileTypeOf } from "./file-type.ts";
import { beginningSize, type FormatOverrides, findFormat } from "./format.ts";
import { readOverrides } from "./format-overrides.ts";
import { guessEncoding } from "./guess-encoding.ts";
import { findSheetFormat } from "./sheet-format.ts";

const unreadable = ({ message, matter }: UnreadableFile): AppError =>
  new AppError("validation_error", message, "Send a CSV or a workbook (.xlsx). Nothing was stored.", {
    details: [{ field: "file", message: matter }],
  });

/** Finds the format of a CSV: its beginning tells all, except whether the rest of it is encoded alike. */
async function findCsvFormat(files: FileStore, organizationId: string, fileId: string, overrides: FormatOverrides) {
  const beginning = await files.beginning(organizationId, fileId, beginningSize);
  const format = findFormat(beginning, overrides);
  if (overrides.encoding !== undefined || format.encoding !== "utf-8") return format;
  const noUtf8 = await findNoUtf8(files.read(organizationId, fileId));
  if (noUtf8 === null) return format;
  const { encoding, confidence } = guessEncoding(noUtf8);
  const guessed = findFormat(beginning, { ...overrides, encoding });
  const note = `It begins as UTF-8 and is none further down. That it is encoded as ${encoding} is a guess: say the encoding.`;
  return {
    ...guessed,
    said: Object.keys(overrides),
    confidence: { ...guessed.confidence, encoding: confidence },
    notes: [note, ...guessed.notes],
  };
}

/**
 * Finds out how a file that has arrived is to be read.
 *
 * @throws AppError `validation_error` when nobody can read it, or what is said of it does not fit.
 */
export async function findFileFormat(
  files: FileStore,
  organizationId: string,
  { id, size }: { id: string; size: number },
  said: FormatOverrides,
): Promise<FileFormat> {
  const overrides = readOverrides(said);
  try {
    const type = fileTypeOf(await files.beginning(organizationId, id, beginningSize));
    if (type === "csv") return await findCsvFormat(files, organizationId, id, overrides);
    const workbook = await openWorkbook(bytesOfFile(files, organizationId, { id, size }));
    try {
      return await findSheetFormat(workbook, overrides);
    } finally {
      workbook.archive.close();
    }
  } catch (error) {
    if (error instanceof UnreadableFile) throw unreadable(error);
    throw error;
  }
}
