import type { Db } from "../db/db.ts";
import { withinOrganization } from "../db/reach.ts";
import { AppError } from "../errors.ts";
import type { FileStore } from "../files/file-store.ts";
import { problemsOf } from "../files/read-records.ts";
import type { Intake } from "../intake/gather.ts";
import { rowIdsOf } from "../mending/mended-file.ts";
import { recordsOfProspects } from "../prospects/records-of-prospects.ts";
import { claimRun, releaseRun } from "../runs/claim-run.ts";
import { endRun } from "../runs/end-run.ts";
import { recordsOfFile } from "../runs/records-of-file.ts";
import { recordsOfUrl } from "../runs/records-of-url.ts";
import { RunFailure } from "../runs/run-failure.ts";
import type { RunRecord } from "../runs/run-record.ts";
import type { ReadySource, RunSource, SourceRecord } from "../runs/run-source.ts";
import { UnreadableFile } from "../sheets/unreadable-file.ts";
import type { Fetches } from "./fetches.ts";

/** How many records are taken in by one transaction. */
const batchSize = 1000;

export interface RunContext {
  db: Db;
  files: FileStore;
  intake: Intake;
  clock: () => Date;
  fetches: Fetches;
  isEnding: () => boolean;
}

async function take(
  context: RunContext,
  run: RunRecord,
  from: number,
  records: readonly SourceRecord[],
): Promise<void> {
  await context.intake.submit({
    organizationId: run.organization_id,
    importId: run.import_id,
    source: "run",
    triggerSecret: null,
    records: records.map(({ values }) => values),
    problems: problemsOf(records),
    rowIds: rowIdsOf(records),
    run: {
      id: run.id,
      from,
      to: from + records.length,
      prospects: records.flatMap(({ prospect }) => prospect ?? []),
      bytes: records.at(-1)?.bytes,
    },
    form: "none",
    onConflict: null,
    idempotency: null,
    heldIds: [],
  });
}

/** Opens a run's source behind the records that are taken in: each kind of source is a case. */
function recordsOf(context: RunContext, run: RunRecord, source: ReadySource): AsyncIterable<SourceRecord> {
  if ("prospects" in source) {
    const at = { organizationId: run.organization_id, importId: run.import_id, place: run.place };
    return recordsOfProspects(context.db, at, source.prospects);
  }
  return "url" in source ? recordsOfUrl(context, run, source.fileId) : recordsOfFile(context, run, source.fileId);
}

/** Goes through a run's source, from the record at which it was left. */
async function work(context: RunContext, run: RunRecord, source: ReadySource): Promise<"ended" | "left"> {
  let place = run.place;
  let batch: SourceRecord[] = [];
  let taken = Promise.resolve();
  // While one part is written, the next is read. Who waits for a part hears of its failure; the other's is the same.
  const takeNext = async () => {
    const next = take(context, run, place - batch.length, batch);
    next.catch(() => undefined);
    batch = [];
    await taken;
    taken = next;
  };
  for await (const record of recordsOf(context, run, source)) {
    place += 1;
    batch.push(record);
    if (batch.length < batchSize) continue;
    if (context.isEnding()) {
      await taken;
      return "left";
    }
    await takeNext();
  }
  if (batch.length > 0) await takeNext();
  await taken;
  return "ended";
}

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function workAndEnd(context: RunContext, run: RunRecord, source: ReadySource): Promise<void> {
  try {
    if ((await work(context, run, source)) === "ended") await endRun(context.db, run, {}, context.clock());
    else await releaseRun(context.db, run);
  } catch (error) {
    // The import was completed meanwhile, or another process has the run: it waits, or is gone on with.
    if (error instanceof AppError) await releaseRun(context.db, run);
    else if (error instanceof RunFailure) await endRun(context.db, run, { error: error.message }, context.clock());
    else if (isUnreadable(error)) await endRun(context.db, run, { error: sentenceOf(error) }, context.clock());
    else throw error;
  }
}

/**
 * Works through the sources of imports that run, one after the other. What a process leaves behind when it dies, another
 * goes on with once the lease is over.
 */
export async function workRuns(context: RunContext): Promise<void> {
  while (!context.isEnding()) {
    const run = await claimRun(context.db, context.clock());
    if (run === null) return;
    await withinOrganization(run.organization_id, () => {
      const { source } = run;
      return isReady(source) ? workAndEnd(context, run, source) : context.fetches.begin(run);
    });
  }
}

const isReady = (source: RunSource): source is ReadySource => !("url" in source) || source.fileId !== null;

/** The file is gone or damaged: trying again would not help. */
const isUnreadable = (error: unknown): boolean =>
  error instanceof UnreadableFile || (error instanceof Error && "code" in error && error.code === "ENOENT");
