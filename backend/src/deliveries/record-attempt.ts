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

const endFailing = statement(
  "end-failing",
  `update subscriptions set failing_since = null
   where organization_id = $1 and id = $2 and failing_since is not null`,
);

const noteFailing = statement(
  "note-failing",
  `update subscriptions set failing_since = coalesce(failing_since, $3)
   where organization_id = $1 and id = $2 and status = 'active' returning failing_since`,
);

async function settleDelivery(
  db: Db,
  delivery: ClaimedDelivery,
  result: { status: DeliveryStatus; next: Date | null; answered: number | null; error: string | null },
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

/**
 * Records what came of an attempt: delivered, to be tried again, or given up; and what it says about the subscription.
 */
export async function recordAttempt(
  db: Db,
  delivery: ClaimedDelivery,
  answer: Answer,
  { now, random, waits }: { now: Date; random: number; waits: readonly number[] },
): Promise<Recorded> {
  const { organization_id: organizationId, subscription_id: subscriptionId } = delivery;
  const verdict = classify(answer);
  if (verdict === "delivered") {
    // First the subscription: were the process to end in between, the delivery would be made again and nothing lost.
    await db.query(endFailing, [organizationId, subscriptionId]);
    const result = { status: "delivered", next: null, answered: answer.status, error: null } as const;
    await settleDelivery(db, delivery, result, now);
    return { status: "delivered", nextAttemptAt: null, owed: 0 };
  }
  return db.tx(async (tx) => {
    // The subscription is locked before its deliveries, here and wherever it is disabled or deleted.
    const [subscription] = await tx.query<{ failing_since: Date }>(noteFailing, [
      organizationId,
      subscriptionId,
      now.toISOString(),
    ]);
    if (subscription === undefined) return cancelDelivery(tx, delivery, "The subscription has ended.", now);
    const hasFailedForLong = now.getTime() - subscription.failing_since.getTime() >= longestFailure;
    const reason = verdict === "gone" ? "gone" : hasFailedForLong ? "failing" : null;
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
