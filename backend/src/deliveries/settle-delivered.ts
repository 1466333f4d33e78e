import { rowsOf, toColumn } from "../db/columns.ts";
import { type Db, statement } from "../db/db.ts";
import type { Attempt } from "./attempt.ts";

// In the order of their ids, under the lease and planned as one row, as in `settleDeliveries`.
const settle = statement(
  "settle-delivered",
  `update deliveries d set attempts = x.attempts::integer, status = 'delivered', next_attempt_at = null,
     claimed_until = null, last_attempt_at = x.at::timestamptz, last_response_status = x.answered::integer,
     last_error = null
   from (${rowsOf(["organization_id", "id", "lease", "attempts", "answered", "at"], 2)}) x
   where x.organization_id = $1 and d.organization_id = $1 and d.id = x.id and d.claimed_until = x.lease::timestamptz`,
);

const byId = (one: Attempt, other: Attempt): number => (one.delivery.id < other.delivery.id ? -1 : 1);

/** Records the receipt of deliveries of one organization: the usual thing, so it is told in as little as will do. */
export async function settleDelivered(db: Db, organizationId: string, attempts: readonly Attempt[]): Promise<void> {
  const sorted = attempts.toSorted(byId);
  await db.query(settle, [
    organizationId,
    toColumn(sorted, () => organizationId),
    toColumn(sorted, ({ delivery }) => delivery.id),
    toColumn(sorted, ({ delivery }) => delivery.claimed_until.toISOString()),
    toColumn(sorted, ({ delivery }) => String(delivery.attempts)),
    toColumn(sorted, ({ answer }) => String(answer.status)),
    toColumn(sorted, ({ at }) => at.toISOString()),
  ]);
}
