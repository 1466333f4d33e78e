import { type Db, statement } from "../db/db.ts";
import { runLeaseMs } from "./claim-run.ts";
import type { RunRecord } from "./run-record.ts";

const keep = statement(
  "keep-run",
  "update runs set lease_until = $3 where organization_id = $1 and id = $2 and status = 'running'",
);

/**
 * Gives a run's signs of life while its work moves nothing on, and breaks the work off when the process ends.
 *
 * @param work Is given the signal that breaks it off.
 */
export async function whileKept<Result>(
  { db, clock, isEnding }: { db: Db; clock: () => Date; isEnding: () => boolean },
  run: RunRecord,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const ending = new AbortController();
  const timer = setInterval(() => {
    if (isEnding()) ending.abort();
    const lease = new Date(clock().getTime() + runLeaseMs).toISOString();
    // Without it the lease may run out, and another process begins the same anew: one of them is too late, and sees it.
    db.query(keep, [run.organization_id, run.id, lease]).catch(() => undefined);
  }, runLeaseMs / 5);
  try {
    return await work(ending.signal);
  } finally {
    clearInterval(timer);
  }
}
