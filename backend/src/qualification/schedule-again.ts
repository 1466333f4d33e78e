import { type Db, statement } from "../db/db.ts";

const schedule = statement(
  "schedule-unqualified-rows",
  `with moved as (
    update import_rows set outcome = 'scheduled'
    where organization_id = $1 and import_id = $2 and outcome = 'unqualified' and decided_by is null
    returning 1
  )
  update imports i set unqualified = i.unqualified - n.rows, scheduled = i.scheduled + n.rows
  from (select count(*) as rows from moved) n
  where i.organization_id = $1 and i.id = $2`,
);

/** Lets an import's unqualified rows wait to be asked again, but for those that a person decided. The import is locked. */
export async function scheduleAgain(tx: Db, organizationId: string, importId: string): Promise<void> {
  await tx.query(schedule, [organizationId, importId]);
}
