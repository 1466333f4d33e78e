import { type Db, statement } from "../db/db.ts";
import { acrossOrganizations } from "../db/reach.ts";

const graceMs = 60_000;

const cancel = statement(
  "cancel-unwanted-deliveries",
  `update deliveries d set status = 'cancelled', next_attempt_at = null, claimed_until = null
   where d.status = 'pending' and d.next_attempt_at < $1 and coalesce(d.claimed_until, $1) <= $1 and not exists (
     select 1 from subscriptions s
     where s.organization_id = d.organization_id and s.id = d.subscription_id and s.status = 'active')`,
);

/**
 * Cancels what is owed to subscriptions that ended. Usually that happens when they end; but a change that was
 * committed at the same moment did not see it, and its deliveries would be pending for ever.
 */
export async function cancelUnwanted(db: Db, now: Date): Promise<void> {
  const before = new Date(now.getTime() - graceMs).toISOString();
  await acrossOrganizations("what is owed to nobody any more goes everywhere", () => db.query(cancel, [before]));
}
