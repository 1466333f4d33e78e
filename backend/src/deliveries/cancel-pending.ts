import { type Db, statement } from "../db/db.ts";

const cancel = statement(
  "cancel-pending-deliveries",
  `update deliveries set status = 'cancelled', next_attempt_at = null
   where organization_id = $1 and subscription_id = $2 and status = 'pending'`,
);

/** Takes back what is still owed to a subscription. */
export async function cancelPending(tx: Db, organizationId: string, subscriptionId: string): Promise<void> {
  await tx.query(cancel, [organizationId, subscriptionId]);
}
