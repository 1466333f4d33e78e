import { type Db, statement } from "../db/db.ts";
import { getImport } from "../imports/find-import.ts";
import { endRun } from "./end-run.ts";
import type { RunFailure } from "./run-failure.ts";
import type { RunRecord } from "./run-record.ts";

// Nobody claims it before its lease is over: that is when it is tried again.
const postpone = statement(
  "postpone-run",
  `update runs set status = 'waiting', attempts = attempts + 1, error = $3, lease_until = $4
   where organization_id = $1 and id = $2 and status = 'running'`,
);

/** When a run is tried again; null when it is not: it was often enough, or is due anew before. */
function nextTry(run: RunRecord, waits: readonly number[], nextRunAt: Date | null, now: Date): Date | null {
  const wait = waits[run.attempts];
  if (wait === undefined) return null;
  const at = new Date(now.getTime() + wait * 1000);
  return nextRunAt !== null && at >= nextRunAt ? null : at;
}

/**
 * Lets a run that failed wait for another try, or ends it.
 *
 * @param waits Seconds before each further try.
 */
export async function failRun(db: Db, run: RunRecord, failure: RunFailure, waits: readonly number[], now: Date) {
  const { next_run_at } = await getImport(db, run.organization_id, run.import_id);
  const at = failure.isPassing ? nextTry(run, waits, next_run_at, now) : null;
  if (at === null) return endRun(db, run, { error: failure.message }, now);
  const error = `${failure.message} It is tried again at ${at.toISOString()}.`;
  await db.query(postpone, [run.organization_id, run.id, error, at.toISOString()]);
}
