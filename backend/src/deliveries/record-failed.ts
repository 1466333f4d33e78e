import { type Db, statement } from "../db/db.ts";
import { disableSubscription } from "../subscriptions/disable-subscription.ts";
import type { Attempt, Recorded } from "./attempt.ts";
import { type Answer, classify } from "./classify.ts";
import { retryAfterSeconds } from "./retry-after.ts";
import { nextAttemptAt } from "./schedule.ts";
import { type Settlement, settleDeliveries } from "./settle.ts";

const day = 24 * 60 * 60 * 1000;
const longestFailure = 5 * day;
/** After as long without an attempt nobody knows whether the target failed meanwhile. A delivery's own waits are shorter. */
const longestPause = (waits: readonly number[]): number => Math.max(2 * day, ...waits.map((wait) => 2 * wait * 1000));

const noteFailing = statement(
  "note-failing",
  `update subscriptions set failed_at = $3,
     failing_since = case when failed_at < $4 then $3 else coalesce(failing_since, $3) end
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

const errorOf = (answer: Answer): string => {
  if (answer.status === null) return answer.error;
  const isRedirect = answer.status >= 300 && answer.status < 400;
  return `The target answered ${answer.status}.${isRedirect ? " Redirects are not followed." : ""}`;
};

/** How a subscription ends: by what its target answers, or earlier, by somebody else. */
type Ending = "gone" | "failing" | "ended";

/** Whether five days have passed without a success. */
async function hasFailedForLong(tx: Db, { delivery, at }: Attempt, failingSince: Date): Promise<boolean> {
  if (at.getTime() - failingSince.getTime() < longestFailure) return false;
  const { organization_id: organizationId, subscription_id: id } = delivery;
  return (await tx.query(countAnew, [organizationId, id, at.toISOString()])).length === 0;
}

async function findEnding(
  tx: Db,
  attempts: readonly [Attempt, ...Attempt[]],
  waits: readonly number[],
): Promise<Ending | null> {
  const [{ delivery, at }] = attempts;
  // The subscription is locked before its deliveries, here and wherever it is disabled or deleted.
  const [subscription] = await tx.query<{ failing_since: Date }>(noteFailing, [
    delivery.organization_id,
    delivery.subscription_id,
    at.toISOString(),
    new Date(at.getTime() - longestPause(waits)).toISOString(),
  ]);
  if (subscription === undefined) return "ended";
  if (attempts.some(({ answer }) => classify(answer) === "gone")) return "gone";
  return (await hasFailedForLong(tx, attempts[0], subscription.failing_since)) ? "failing" : null;
}

function settlementOf({ delivery, answer, at }: Attempt, ending: Ending | null, waits: readonly number[]): Settlement {
  const told = { delivery, attempts: delivery.attempts, answered: answer.status, error: errorOf(answer), at };
  const isCancelled = ending === "ended" || (ending === "gone" && classify(answer) !== "gone");
  if (isCancelled) return { ...told, status: "cancelled", nextAttemptAt: null };
  const retryAfter = retryAfterSeconds(answer.retryAfter ?? null, at);
  const next = ending === null ? nextAttemptAt(delivery.attempts, at, Math.random(), waits, retryAfter) : null;
  return { ...told, status: next === null ? "failed" : "pending", nextAttemptAt: next };
}

/**
 * Records attempts of one subscription that failed: each is tried again, or given up; and a subscription whose target
 * is gone, or has failed for five days, is disabled.
 *
 * @returns What became of each, in their order.
 */
export async function recordFailed(
  db: Db,
  attempts: readonly [Attempt, ...Attempt[]],
  waits: readonly number[],
): Promise<Recorded[]> {
  const [{ delivery, at }] = attempts;
  const { organization_id: organizationId, subscription_id: subscriptionId } = delivery;
  return db.tx(async (tx) => {
    const ending = await findEnding(tx, attempts, waits);
    const settlements = attempts.map((attempt) => settlementOf(attempt, ending, waits));
    await settleDeliveries(tx, organizationId, settlements);
    if (ending === "gone" || ending === "failing") {
      await disableSubscription(tx, organizationId, subscriptionId, ending, at);
    }
    return settlements.map(({ status, nextAttemptAt }) => ({ status, nextAttemptAt, hasEnded: ending !== null }));
  });
}
