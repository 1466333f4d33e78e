import type { ImportProgress } from "@firstquadrant/core-client";
import { type Db, statement } from "../db/db.ts";
import { progressOf } from "./progress.ts";
import type { RunRecord } from "./run-record.ts";

// The one that is worked on, else the next to be, else the last.
const findPresent = statement(
  "find-present-run",
  `select * from runs where organization_id = $1 and import_id = $2
   order by case status when 'running' then 0 when 'waiting' then 1 else 2 end,
     case status when 'waiting' then id end, id desc limit 1`,
);

/** How far the present run of an import is, or how far the last one came. */
export async function findProgress(
  db: Db,
  organizationId: string,
  importId: string,
  now: Date,
): Promise<ImportProgress> {
  const [run] = await db.query<RunRecord>(findPresent, [organizationId, importId]);
  return progressOf(run ?? null, now);
}

/** Whether there is more to come of a run. */
export const isUnderWay = ({ run }: ImportProgress): boolean => run?.status === "waiting" || run?.status === "running";
