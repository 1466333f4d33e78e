import { type Db, statement } from "../db/db.ts";
import { getSubscription } from "../subscriptions/find-subscription.ts";
import { requireActive } from "../subscriptions/require-active.ts";
import { getDelivery } from "./find-delivery.ts";
import type { DeliveryRecord } from "./to-delivery.ts";

const oweAgain = statement(
  "redeliver",
  `update deliveries set status = 'pending', attempts = 0, next_attempt_at = $3, claimed_until = null
   where organization_id = $1 and id = $2`,
);

/**
 * Owes a delivery again, whatever became of it: at once, and with all its attempts before it.
 *
 * @throws AppError `not_found` when the delivery or its subscription is not there, or `invalid_transition` when the
 *   subscription is disabled.
 */
export async function redeliver(tx: Db, organizationId: string, id: string, now: Date): Promise<DeliveryRecord> {
  const { subscription_id: subscriptionId } = await getDelivery(tx, organizationId, id);
  requireActive(await getSubscription(tx, organizationId, subscriptionId));
  await tx.query(oweAgain, [organizationId, id, now.toISOString()]);
  return getDelivery(tx, organizationId, id);
}
