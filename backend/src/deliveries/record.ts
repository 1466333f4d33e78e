import { setTimeout as sleep } from "node:timers/promises";
import { type Db, statement } from "../db/db.ts";
import type { Attempt, Recorded } from "./attempt.ts";
import { classify } from "./classify.ts";
import { recordFailed } from "./record-failed.ts";
import { settleDelivered } from "./settle-delivered.ts";

/** Records what came of an attempt; resolves once that is committed. */
export type RecordAttempt = (attempt: Attempt) => Promise<Recorded>;

interface Waiting {
  attempt: Attempt;
  resolve: (recorded: Recorded) => void;
  reject: (error: unknown) => void;
}

/** Nobody waits for a record, so company is waited for. Were the process to die, so much more would be sent again. */
const gatherMs = 100;

const endFailing = statement(
  "end-failing",
  `update subscriptions set failing_since = null
   where organization_id = $1 and id = any($2::text[]) and failing_since is not null`,
);

async function recordDelivered(db: Db, organizationId: string, attempts: readonly Attempt[]): Promise<Recorded[]> {
  const failing = attempts.flatMap(({ delivery }) => (delivery.failing_since === null ? [] : delivery.subscription_id));
  // First the subscriptions: were the process to end in between, the deliveries would be made again and nothing lost.
  if (failing.length > 0) await db.query(endFailing, [organizationId, [...new Set(failing)]]);
  await settleDelivered(db, organizationId, attempts);
  return attempts.map(() => ({ status: "delivered", nextAttemptAt: null, hasEnded: false }));
}

/** Those that share a statement or a transaction: all that were delivered, and of each subscription those that failed. */
const groupsOf = (batch: readonly Waiting[]): Map<string, Waiting[]> =>
  Map.groupBy(batch, ({ attempt: { answer, delivery } }) =>
    classify(answer) === "delivered" ? "delivered" : delivery.subscription_id,
  );

/**
 * Records attempts: those of one organization that end at about the same time share a commit.
 */
export function createRecorder(db: Db, waits: readonly number[]): RecordAttempt {
  const lanes = new Map<string, Waiting[]>();

  async function write(organizationId: string, name: string, group: readonly Waiting[]): Promise<void> {
    const [first, ...rest] = group.map(({ attempt }) => attempt);
    if (first === undefined) return;
    try {
      const recorded =
        name === "delivered"
          ? await recordDelivered(db, organizationId, [first, ...rest])
          : await recordFailed(db, [first, ...rest], waits);
      for (const [index, one] of recorded.entries()) group[index]?.resolve(one);
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }

  async function work(organizationId: string, lane: Waiting[]): Promise<void> {
    while (lane.length > 0) {
      await sleep(gatherMs);
      for (const [name, group] of groupsOf(lane.splice(0))) await write(organizationId, name, group);
    }
    lanes.delete(organizationId);
  }

  return (attempt) =>
    new Promise((resolve, reject) => {
      const { organization_id: organizationId } = attempt.delivery;
      const lane = lanes.get(organizationId) ?? [];
      lane.push({ attempt, resolve, reject });
      if (lanes.has(organizationId)) return;
      lanes.set(organizationId, lane);
      void work(organizationId, lane);
    });
}
