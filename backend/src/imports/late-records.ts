import { type Db, statement } from "../db/db.ts";
import { acrossOrganizations, withinOrganization } from "../db/reach.ts";
import { AppError } from "../errors.ts";
import type { Intake } from "../intake/gather.ts";

const mostAtOnce = 500;

const findLate = statement(
  "find-late-records",
  `select id, record from held_records
   where organization_id = $1 and import_id = $2 and kind = 'late' order by id limit ${mostAtOnce}`,
);

const findWaiting = statement(
  "find-imports-with-late-records",
  `select distinct h.organization_id, h.import_id
   from held_records h join imports i on i.organization_id = h.organization_id and i.id = h.import_id
   where h.kind = 'late' and i.status = 'running'`,
);

/** What it takes, and how it learns that the process ends: the rest is taken in after the next start. */
export interface TakingIn {
  db: Db;
  intake: Intake;
  isEnding: () => boolean;
}

/** Takes in what reached an import while it was completed, now that it runs again; the oldest first. */
export async function takeInLateRecords(
  { db, intake, isEnding }: TakingIn,
  organizationId: string,
  importId: string,
): Promise<void> {
  for (;;) {
    const late = await db.query<{ id: string; record: unknown }>(findLate, [organizationId, importId]);
    if (late.length === 0 || isEnding()) return;
    try {
      await intake.submit({
        organizationId,
        importId,
        source: "held",
        triggerSecret: null,
        records: late.map(({ record }) => record),
        form: "many",
        onConflict: null,
        idempotency: null,
        heldIds: late.map(({ id }) => id),
      });
    } catch (error) {
      // Completed again, or taken in by another process: there is nothing left to do here.
      if (error instanceof AppError) return;
      throw error;
    }
  }
}

/** Does so for every import that runs: what a process left behind when it ended is found again. */
export async function takeInAllLateRecords(taking: TakingIn): Promise<void> {
  const waiting = await acrossOrganizations("whose late records wait", () =>
    taking.db.query<{ organization_id: string; import_id: string }>(findWaiting),
  );
  for (const { organization_id, import_id } of waiting) {
    await withinOrganization(organization_id, () => takeInLateRecords(taking, organization_id, import_id));
  }
}
