import { openWorkbook } from "../sheets/open-workbook.ts";
import { readSheet } from "../sheets/read-sheet.ts";
import type { FileStore } from "./file-store.ts";
import { bytesOfFile } from "./file-type.ts";
import type { ImportFileRecord } from "./import-files.ts";
import { type FileRecord, readRecords, toFileRecord } from "./read-records.ts";
import { chooseSheet } from "./sheet-format.ts";

/**
 * The records of a file, of whatever type it is, one after the other.
 *
 * @throws UnreadableFile
 */
export async function* fileRecords(
  files: FileStore,
  organizationId: string,
  file: Pick<ImportFileRecord, "id" | "size" | "format">,
): AsyncGenerator<FileRecord, void, undefined> {
  const { format } = file;
  if (format.type === "csv") {
    yield* readRecords(files.read(organizationId, file.id), format);
    return;
  }
  const workbook = await openWorkbook(bytesOfFile(files, organizationId, file));
  try {
    for await (const row of readSheet(workbook, chooseSheet(workbook, format.sheet ?? undefined))) {
      // A row of a sheet ends where its values do, which does not make it one that is cut.
      const cells = [...row.cells, ...format.columns.slice(row.cells.length).map(() => "")];
      if (row.line > format.headerRow) yield toFileRecord({ ...row, cells }, format.columns);
    }
  } finally {
    workbook.archive.close();
  }
}
