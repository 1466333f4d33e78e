import type { Subscription } from "@firstquadrant/core-client";
import { type Db, statement } from "../db/db.ts";
import { cancelPending } from "../deliveries/cancel-pending.ts";
import { recordEvent } from "../events/record-event.ts";

const disable = statement(
  "disable-subscription",
  `update subscriptions set status = 'disabled', disabled_reason = $3, updated_at = $4
   where organization_id = $1 and id = $2 and status = 'active' returning target_url`,
);

/**
 * Stops sending to a subscription, takes back what is still owed to it, and records the event; once, whoever else
 * tries at the same time.
 *
 * @returns How many deliveries of the event are owed to other subscriptions.
 */
export async function disableSubscription(
  tx: Db,
  organizationId: string,
  id: string,
  reason: NonNullable<Subscription["disabledReason"]>,
  now: Date,
): Promise<number> {
  const [disabled] = await tx.query<{ target_url: string }>(disable, [organizationId, id, reason, now.toISOString()]);
  if (disabled === undefined) return 0;
  await cancelPending(tx, organizationId, id);
  return recordEvent(
    tx,
    organizationId,
    {
      type: "subscription.disabled",
      importId: null,
      status: null,
      app: null,
      data: { subscriptionId: id, targetUrl: disabled.target_url, reason },
    },
    now,
  );
}
