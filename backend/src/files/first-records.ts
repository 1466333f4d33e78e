import { fileRecords } from "./file-records.ts";
import type { FileStore } from "./file-store.ts";
import type { ImportFileRecord } from "./import-files.ts";
import type { FileRecord } from "./read-records.ts";

/** The first records of a file. The rest of it is not read. */
export async function firstRecords(
  files: FileStore,
  organizationId: string,
  file: ImportFileRecord,
  most: number,
): Promise<FileRecord[]> {
  const found: FileRecord[] = [];
  for await (const record of fileRecords(files, organizationId, file)) {
    found.push(record);
    if (found.length >= most) break;
  }
  return found;
}
