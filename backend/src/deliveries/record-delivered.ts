import { type Db, statement } from "../db/db.ts";
import type { ClaimedDelivery } from "./claim.ts";

/** Records that a delivery was made; resolves once that is committed. */
export type RecordDelivered = (delivery: ClaimedDelivery, answered: number, now: Date) => Promise<void>;

interface Waiting {
  delivery: ClaimedDelivery;
  answered: number;
  now: Date;
  resolve: () => void;
  reject: (error: unknown) => void;
}

// The lease is part of the condition: who comes too late, after another has taken the delivery over, changes nothing.
// Deliveries are locked in the order of their ids, as when they are cancelled, so that the two never wait for each other.
const settle = statement(
  "settle-delivered",
  `with settled as (
    select d.id, x.answered, x.at
    from jsonb_to_recordset($2::jsonb) as x (id text, attempts integer, lease timestamptz, answered integer,
      at timestamptz)
    join deliveries d on d.organization_id = $1 and d.id = x.id
    where d.status = 'pending' and d.attempts = x.attempts and d.next_attempt_at = x.lease
    order by d.id for update of d
  )
  update deliveries d set status = 'delivered', next_attempt_at = null, last_attempt_at = settled.at,
    last_response_status = settled.answered, last_error = null
  from settled where d.organization_id = $1 and d.id = settled.id`,
);

const endFailing = statement(
  "end-failing",
  `update subscriptions set failing_since = null
   where organization_id = $1 and id = any($2::text[]) and failing_since is not null`,
);

/**
 * Records deliveries that were made: those of one organization that end in the same moment share a commit, and while
 * one is written the next ones gather.
 */
export function createDeliveredRecorder(db: Db): RecordDelivered {
  const lanes = new Map<string, Waiting[]>();

  async function write(organizationId: string, batch: readonly Waiting[]): Promise<void> {
    const failing = batch.flatMap(({ delivery }) => (delivery.failing_since === null ? [] : delivery.subscription_id));
    // First the subscriptions: were the process to end in between, the deliveries would be made again and nothing lost.
    if (failing.length > 0) await db.query(endFailing, [organizationId, [...new Set(failing)]]);
    const settled = batch.map(({ delivery, answered, now }) => ({
      id: delivery.id,
      attempts: delivery.attempts,
      lease: delivery.next_attempt_at,
      answered,
      at: now,
    }));
    await db.query(settle, [organizationId, JSON.stringify(settled)]);
  }

  async function work(organizationId: string, lane: Waiting[]): Promise<void> {
    while (lane.length > 0) {
      const batch = lane.splice(0);
      try {
        await write(organizationId, batch);
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    lanes.delete(organizationId);
  }

  return (delivery, answered, now) =>
    new Promise((resolve, reject) => {
      const one = { delivery, answered, now, resolve, reject };
      const lane = lanes.get(delivery.organization_id);
      if (lane !== undefined) {
        lane.push(one);
        return;
      }
      const begun = [one];
      lanes.set(delivery.organization_id, begun);
      // The turn's other deliveries are let in first.
      setImmediate(() => void work(delivery.organization_id, begun));
    });
}
