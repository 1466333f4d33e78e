import type { Db } from "../db/db.ts";
import { fileRecords } from "../files/file-records.ts";
import type { FileStore } from "../files/file-store.ts";
import { getImportFile } from "../files/import-files.ts";
import { isMendedFile, readMended } from "../mending/mended-file.ts";
import type { RunRecord } from "./run-record.ts";
import type { SourceRecord } from "./run-source.ts";
import { watchReading } from "./watch-reading.ts";

/** The records of a file, from the one at which the run was left. */
export async function* recordsOfFile(
  { db, files }: { db: Db; files: FileStore },
  run: RunRecord,
  fileId: string,
): AsyncGenerator<SourceRecord, void, undefined> {
  const file = await getImportFile(db, run.organization_id, run.import_id, fileId);
  const isMended = isMendedFile(file.format.columns);
  const reading = watchReading(files, file.size);
  let place = 0;
  let before = 0;
  let read = 0;
  for await (const record of fileRecords(reading.files, run.organization_id, file)) {
    const done = reading.done();
    if (done > read) [before, read] = [read, done];
    place += 1;
    if (place <= run.place) continue;
    // Somewhere in the piece that was read last: in its middle, as far as anybody knows.
    const bytes = { done: Math.round((before + read) / 2), total: file.size };
    yield { ...(isMended ? readMended(record) : record), bytes };
  }
}
