import { type Db, statement } from "../db/db.ts";
import { cancelPending } from "../deliveries/cancel-pending.ts";

const deleteById = statement("delete-subscription", "delete from subscriptions where organization_id = $1 and id = $2");

/**
 * Ends a subscription, and takes back what is still owed to it. One that is not there is ended already: whoever
 * unsubscribes twice is as right as who does it once.
 */
export async function deleteSubscription(tx: Db, organizationId: string, id: string): Promise<void> {
  await tx.query(deleteById, [organizationId, id]);
  await cancelPending(tx, organizationId, id);
}
