import type { DeliveryStatus } from "@firstquadrant/core-client";
import { type Db, statement } from "../db/db.ts";
import { disableSubscription } from "../subscriptions/disable-subscription.ts";
import type { ClaimedDelivery } from "./claim.ts";
import { type Answer, classify } from "./classify.ts";
import { retryAfterSeconds } from "./retry-after.ts";
import { nextAttemptAt } from "./schedule.ts";

/** What became of a delivery by an attempt. */
export interface Recorded {
  status: DeliveryStatus;
  nextAttemptAt: Date | null;
  /** How many deliveries are owed anew, of the event that the subscription was disabled. */
  owed: number;
}

const longestFailure = 5 * 24 * 60 * 60 * 1000;

// The lease is part of the condition: who comes too late, after another has taken the delivery over, changes nothing.
const settle = statement(
  "settle-delivery",
  `update deliveries set status = $5, next_attempt_at = $6, last_attempt_at = $7, last_response_status = $8,
     last_error = $9
   where organization_id = $1 and id = $2 and status = 'pending' and attempts = $3 and next_attempt_at = $4`,
);

const noteFailing = statement(
  "note-failing",
  `update subscriptions set failing_since = coalesce(failing_since, $3)
   where organization_id = $1 and id = $2 and status = 'active' returning failing_since`,
);

// A success that was claimed before the failure did not end the count: it is seen here.
const countAnew = statement(
  "count-failing-anew",
  `update subscriptions s set failing_since = $3
   where s.organization_id = $1 and s.id = $2 and exists (
     select 1 from deliveries d
     where d.organization_id = $1 and d.subscription_id = $2 and d.status = 'delivered'
       and d.last_attempt_at > s.failing_since)
   returning s.id`,
);

async function settleDelivery(
  db: Db,
  delivery: ClaimedDelivery,
  result: { status: DeliveryStatus; next: Date | null; answered: number | null; error: string },
  now: Date,
): Promise<void> {
  await db.query(settle, [
    delivery.organization_id,
    delivery.id,
    delivery.attempts,
    delivery.next_attempt_at.toISOString(),
    result.status,
    result.next?.toISOString() ?? null,
    now.toISOString(),
    result.answered,
    result.error,
  ]);
}

const errorOf = (answer: Answer): string => {
  if (answer.status === null) return answer.error;
  const isRedirect = answer.status >= 300 && answer.status < 400;
  return `The target answered ${answer.status}.${isRedirect ? " Redirects are not followed." : ""}`;
};

/** Whether five days have passed without a success. */
async function hasFailedForLong(tx: Db, delivery: ClaimedDelivery, failingSince: Date, now: Date): Promise<boolean> {
  if (now.getTime() - failingSince.getTime() < longestFailure) return false;
  const { organization_id: organizationId, subscription_id: id } = delivery;
  return (await tx.query(countAnew, [organizationId, id, now.toISOString()])).length === 0;
}

/**
 * Records an attempt that failed: it is tried again, or given up; and a subscription whose target is gone, or has
 * failed for five days, is disabled.
 */
export async function recordFailed(
  db: Db,
  delivery: ClaimedDelivery,
  answer: Answer,
  { now, random, waits }: { now: Date; random: number; waits: readonly number[] },
): Promise<Recorded> {
  const { organization_id: organizationId, subscription_id: subscriptionId } = delivery;
  return db.tx(async (tx) => {
    // The subscription is locked before its deliveries, here and wherever it is disabled or deleted.
    const [subscription] = await tx.query<{ failing_since: Date }>(noteFailing, [
      organizationId,
      subscriptionId,
      now.toISOString(),
    ]);
    if (subscription === undefined) return cancelDelivery(tx, delivery, "The subscription has ended.", now);
    const isGone = classify(answer) === "gone";
    const isFailing = !isGone && (await hasFailedForLong(tx, delivery, subscription.failing_since, now));
    const reason = isGone ? "gone" : isFailing ? "failing" : null;
    const retryAfter = retryAfterSeconds(answer.retryAfter ?? null, now);
    const next = reason === null ? nextAttemptAt(delivery.attempts, now, random, waits, retryAfter) : null;
    const status = next === null ? "failed" : "pending";
    await settleDelivery(tx, delivery, { status, next, answered: answer.status, error: errorOf(answer) }, now);
    const owed = reason === null ? 0 : await disableSubscription(tx, organizationId, subscriptionId, reason, now);
    return { status, nextAttemptAt: next, owed };
  });
}

/** Gives a claimed delivery up that cannot be made any more. */
export async function cancelDelivery(db: Db, delivery: ClaimedDelivery, why: string, now: Date): Promise<Recorded> {
  await settleDelivery(db, delivery, { status: "cancelled", next: null, answered: null, error: why }, now);
  return { status: "cancelled", nextAttemptAt: null, owed: 0 };
}
