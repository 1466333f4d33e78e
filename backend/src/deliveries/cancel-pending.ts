import { type Db, statement } from "../db/db.ts";

const cancel = statement(
  "cancel-pending-deliveries",
  `with pending as (
    select id from deliveries
    where organization_id = $1 and subscription_id = $2 and status = 'pending'
    order by id for update
  )
  update deliveries d set status = 'cancelled', next_attempt_at = null, claimed_until = null
  from pending where d.organization_id = $1 and d.id = pending.id`,
);

/** Takes back what is still owed to a subscription. */
export async function cancelPending(tx: Db, organizationId: string, subscriptionId: string): Promise<void> {
  await tx.query(cancel, [organizationId, subscriptionId]);
}
