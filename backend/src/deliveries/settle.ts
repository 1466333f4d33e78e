import type { DeliveryStatus } from "@firstquadrant/core-client";
import { type Db, statement } from "../db/db.ts";
import type { ClaimedDelivery } from "./claim.ts";

/** What is to be recorded of a claimed delivery. */
export interface Settlement {
  delivery: ClaimedDelivery;
  /** How many attempts were made so far. */
  attempts: number;
  status: DeliveryStatus;
  nextAttemptAt: Date | null;
  /** The status of the answer. */
  answered: number | null;
  error: string | null;
  at: Date;
}

// The lease is the condition: who comes too late, after another has taken the delivery over, changes nothing, and what
// is not pending has none. Deliveries are locked in the order in which they are given, which is that of their ids, as
// when they are cancelled, so that the two never wait for each other. With the condition on the organization, the records
// are planned as one row: each delivery is looked up by its key, and never all there are are read.
const settle = statement(
  "settle-deliveries",
  `update deliveries d set attempts = x.attempts, status = x.status, next_attempt_at = x.next,
     claimed_until = null, last_attempt_at = x.at, last_response_status = x.answered, last_error = x.error
   from jsonb_to_recordset($2::jsonb) as x (organization_id text, id text, lease timestamptz, attempts integer,
     status text, next timestamptz, answered integer, error text, at timestamptz)
   where x.organization_id = $1 and d.organization_id = $1 and d.id = x.id and d.claimed_until = x.lease`,
);

/** Records what became of deliveries of one organization. */
export async function settleDeliveries(
  db: Db,
  organizationId: string,
  settlements: readonly Settlement[],
): Promise<void> {
  const settled = settlements.map(({ delivery, attempts, status, nextAttemptAt, answered, error, at }) => ({
    organization_id: organizationId,
    id: delivery.id,
    lease: delivery.claimed_until,
    attempts,
    status,
    next: nextAttemptAt,
    answered,
    error,
    at,
  }));
  await db.query(settle, [
    organizationId,
    JSON.stringify(settled.toSorted((one, other) => (one.id < other.id ? -1 : 1))),
  ]);
}
