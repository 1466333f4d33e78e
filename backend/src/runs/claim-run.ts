import { type Db, statement } from "../db/db.ts";
import { acrossOrganizations, withinOrganization } from "../db/reach.ts";
import type { RunRecord } from "./run-record.ts";

/** How long a run is its worker's without a sign of life, in milliseconds. Who comes too late finds it moved on. */
export const runLeaseMs = 10_000;

const findOpen = statement(
  "find-open-runs",
  `select r.organization_id, r.id from runs r
   join imports i on i.organization_id = r.organization_id and i.id = r.import_id
   where r.status in ('waiting', 'running') and i.status = 'running' and (r.lease_until is null or r.lease_until < $1)
   order by r.id limit 20`,
);

const claim = statement(
  "claim-run",
  `update runs set status = 'running', lease_until = $4, started_at = coalesce(started_at, $3), moved_at = $3
   where organization_id = $1 and id = $2 and status in ('waiting', 'running')
     and (lease_until is null or lease_until < $3)
   returning *`,
);

const letGo = statement(
  "let-run-go",
  `update runs set status = 'waiting', lease_until = null
   where organization_id = $1 and id = $2 and status = 'running'`,
);

/** Takes a run that nobody works on; null when there is none. Of two processes that try, one gets it. */
export async function claimRun(db: Db, now: Date): Promise<RunRecord | null> {
  const open = await acrossOrganizations("whose runs are open", () =>
    db.query<{ organization_id: string; id: string }>(findOpen, [now.toISOString()]),
  );
  for (const { organization_id, id } of open) {
    const lease = new Date(now.getTime() + runLeaseMs);
    const values = [organization_id, id, now.toISOString(), lease.toISOString()];
    const [claimed] = await withinOrganization(organization_id, () => db.query<RunRecord>(claim, values));
    if (claimed !== undefined) return claimed;
  }
  return null;
}

/** Gives a run back: whoever looks next goes on with it. */
export async function releaseRun(db: Db, run: RunRecord): Promise<void> {
  await db.query(letGo, [run.organization_id, run.id]);
}
