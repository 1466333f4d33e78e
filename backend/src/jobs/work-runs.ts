import type { Db } from "../db/db.ts";
import { AppError } from "../errors.ts";
import type { FileStore } from "../files/file-store.ts";
import { getImportFile } from "../files/import-files.ts";
import { type FileRecord, problemsOf, readRecords } from "../files/read-records.ts";
import type { Intake } from "../intake/gather.ts";
import { claimRun, releaseRun } from "../runs/claim-run.ts";
import { endRun } from "../runs/end-run.ts";
import type { RunRecord } from "../runs/run-record.ts";

/** How many records are taken in by one transaction. */
const batchSize = 500;

export interface RunContext {
  db: Db;
  files: FileStore;
  intake: Intake;
  clock: () => Date;
  isEnding: () => boolean;
}

async function take(context: RunContext, run: RunRecord, from: number, records: readonly FileRecord[]): Promise<void> {
  await context.intake.submit({
    organizationId: run.organization_id,
    importId: run.import_id,
    source: "run",
    triggerSecret: null,
    records: records.map(({ values }) => values),
    problems: problemsOf(records),
    run: { id: run.id, from, to: from + records.length },
    form: "many",
    onConflict: null,
    idempotency: null,
    heldIds: [],
  });
}

/** Goes through a run's file, from the record at which it was left. */
async function work(context: RunContext, run: RunRecord): Promise<"ended" | "left"> {
  const { db, files } = context;
  const file = await getImportFile(db, run.organization_id, run.import_id, run.source.fileId);
  let place = 0;
  let batch: FileRecord[] = [];
  for await (const record of readRecords(files.read(run.organization_id, file.id), file.format)) {
    place += 1;
    if (place <= run.place) continue;
    batch.push(record);
    if (batch.length < batchSize) continue;
    if (context.isEnding()) return "left";
    await take(context, run, place - batch.length, batch);
    batch = [];
  }
  if (batch.length > 0) await take(context, run, place - batch.length, batch);
  return "ended";
}

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Works through the files of imports that run, one after the other. What a process leaves behind when it dies, another
 * goes on with once the lease is over.
 */
export async function workRuns(context: RunContext): Promise<void> {
  while (!context.isEnding()) {
    const run = await claimRun(context.db, context.clock());
    if (run === null) return;
    try {
      if ((await work(context, run)) === "ended") await endRun(context.db, run, null, context.clock());
      else await releaseRun(context.db, run);
    } catch (error) {
      // The import was completed meanwhile, or another process has the run: it waits, or is gone on with.
      if (error instanceof AppError) await releaseRun(context.db, run);
      else if (isUnreadable(error)) await endRun(context.db, run, sentenceOf(error), context.clock());
      else throw error;
    }
  }
}

/** The file is gone or cannot be decoded: trying again would not help. */
const isUnreadable = (error: unknown): boolean =>
  error instanceof Error && "code" in error && (error.code === "ENOENT" || String(error.code).startsWith("CSV_"));
