import { type Db, statement } from "../db/db.ts";
import type { ImportRecord } from "../imports/import-record.ts";
import { nextRunAt } from "./next-run-at.ts";
import { scheduleOfMode } from "./schedule-of-mode.ts";

const setNext = statement("set-next-run", "update imports set next_run_at = $3 where organization_id = $1 and id = $2");

/**
 * Says when a recurring import that runs is due next, from now on; others are never due. To be called while it is locked.
 *
 * @returns The import as it is now.
 * @throws AppError `validation_error` when it is recurring and has no schedule.
 */
export async function setNextRun(tx: Db, record: ImportRecord, now: Date): Promise<ImportRecord> {
  const schedule = scheduleOfMode(record.method, record.mode, record.schedule, now);
  if (schedule === null) return record;
  const next = nextRunAt(schedule, now);
  await tx.query(setNext, [record.organization_id, record.id, next?.toISOString() ?? null]);
  return { ...record, next_run_at: next };
}
