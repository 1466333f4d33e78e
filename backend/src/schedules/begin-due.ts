import { type Db, statement } from "../db/db.ts";
import { acrossOrganizations, withinOrganization } from "../db/reach.ts";
import { lockImport } from "../imports/find-import.ts";
import { findOpenRun, openRuns } from "../runs/open-runs.ts";
import { setNextRun } from "./set-next-run.ts";

// What is due while the former run still works is left as it is: it is found again when that run has ended.
const findDue = statement(
  "find-due-imports",
  `select i.organization_id, i.id from imports i
   where i.next_run_at <= $1 and not exists (
     select 1 from runs r
     where r.organization_id = i.organization_id and r.import_id = i.id and r.status in ('waiting', 'running'))
   order by i.next_run_at limit 100`,
);

/** @returns Whether it was still due: of two processes that see it so, one begins. */
async function beginOne(tx: Db, organizationId: string, importId: string, now: Date): Promise<boolean> {
  const record = await lockImport(tx, organizationId, importId);
  const isDue = record.next_run_at !== null && record.next_run_at <= now;
  if (!isDue || (await findOpenRun(tx, organizationId, importId)) !== null) return false;
  await setNextRun(tx, record, now);
  await openRuns(tx, record, now);
  return true;
}

/**
 * Opens the runs of the imports whose time has come, and says when they are due next, in one transaction each. However
 * many times passed while nobody looked, they are made up by one run.
 *
 * @param onError Told of an import that could not be begun with; the others are.
 * @returns How many imports were begun with.
 */
export async function beginDue(db: Db, now: Date, onError: (error: unknown) => void): Promise<number> {
  const due = await acrossOrganizations("whose imports are due", () =>
    db.query<{ organization_id: string; id: string }>(findDue, [now.toISOString()]),
  );
  let begun = 0;
  for (const { organization_id, id } of due) {
    try {
      const work = (tx: Db) => beginOne(tx, organization_id, id, now);
      if (await withinOrganization(organization_id, () => db.tx(work))) begun += 1;
    } catch (error) {
      onError(error);
    }
  }
  return begun;
}
