import { setTimeout as sleep } from "node:timers/promises";
import type { Config } from "../config.ts";
import type { Db } from "../db/db.ts";
import { withinOrganization } from "../db/reach.ts";
import { type Attempt, attempt, type ReadyDelivery } from "../deliveries/attempt.ts";
import { cancelUnwanted } from "../deliveries/cancel-unwanted.ts";
import {
  type ClaimedDelivery,
  type DueSubscription,
  findDueSubscriptions,
  mostSubscriptions,
} from "../deliveries/claim.ts";
import { claimReady } from "../deliveries/claim-ready.ts";
import { giveBackDeliveries } from "../deliveries/give-back.ts";
import { createLanes } from "../deliveries/lanes.ts";
import { createRecorder } from "../deliveries/record.ts";
import { createSender } from "../deliveries/send.ts";
import { createBell } from "./bell.ts";

/** Commits of other processes, and leases that ran out, are found by looking. */
const lookEveryMs = 1000;
/** So soon after a look there is none: what is owed in the meantime is claimed together. */
const restMs = 10;
const tidyEveryMs = 60 * 60 * 1000;
/** An attempt has ended long before its lease: at 15 seconds for the one, the other is a minute. */
const leasePerTimeout = 4;

export interface Log {
  info(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

export interface Deliverer {
  /** To be called after a commit that may have owed deliveries: they are sent at once. */
  wake(): void;
  /**
   * Claims nothing more, gives back what was not begun, and waits for the attempts that are under way, but no longer
   * than this. What is left then is broken off: its leases run out, and whoever looks next makes those deliveries.
   */
  stop(withinMs: number): Promise<void>;
}

/** Sends what is owed, for as long as the process runs. Every process on the database takes its part of the work. */
export function createDeliverer({
  db,
  config,
  clock,
  log,
}: {
  db: Db;
  config: Pick<Config, "allowPrivateTargets" | "deliveryTimeout" | "deliveryWaits" | "commit">;
  clock: () => Date;
  log: Log;
}): Deliverer {
  const sender = createSender({
    allowPrivateTargets: config.allowPrivateTargets,
    timeout: config.deliveryTimeout,
    userAgent: `FirstQuadrant-Connect/${config.commit}`,
  });
  const timeoutMs = config.deliveryTimeout * 1000;
  const recordAttempt = createRecorder(db, config.deliveryWaits);
  const bell = createBell();
  let isStopping = false;
  let lastServed: DueSubscription | null = null;
  let nextRetryAt = Number.POSITIVE_INFINITY;
  let nextTidyAt = 0;

  async function makeAttempt(ready: ReadyDelivery): Promise<Attempt | null> {
    try {
      return await attempt(ready, sender, clock);
    } catch (error) {
      if (!isStopping) log.error({ err: error, deliveryId: ready.delivery.id }, "delivery attempt could not be made");
      return null;
    }
  }

  async function recordAndTell(made: Attempt): Promise<void> {
    const { delivery, host, answer, milliseconds } = made;
    try {
      const { status, nextAttemptAt, hasEnded } = await recordAttempt(made);
      if (nextAttemptAt !== null) nextRetryAt = Math.min(nextRetryAt, nextAttemptAt.getTime());
      // What was claimed of an ended subscription has been taken back, and others may be owed the news.
      if (hasEnded) lanes.takeOut(delivery.subscription_id);
      if (nextAttemptAt !== null || hasEnded) bell.ring();
      log.info(
        {
          organizationId: delivery.organization_id,
          subscriptionId: delivery.subscription_id,
          deliveryId: delivery.id,
          eventType: delivery.event_type,
          host,
          attempt: delivery.attempts,
          answered: answer.status,
          error: answer.error ?? null,
          status,
          nextAttemptAt: nextAttemptAt?.toISOString() ?? null,
          milliseconds,
        },
        "delivery attempted",
      );
    } catch (error) {
      if (!isStopping) log.error({ err: error, deliveryId: delivery.id }, "delivery attempt could not be recorded");
    }
  }

  /** Of one or several organizations. Where it fails, the leases run out. */
  async function giveBack(deliveries: readonly ClaimedDelivery[]): Promise<void> {
    for (const [organizationId, own] of Map.groupBy(deliveries, ({ organization_id }) => organization_id)) {
      await withinOrganization(organizationId, () => giveBackDeliveries(db, organizationId, own)).catch((error) =>
        log.error({ err: error }, "deliveries could not be given back"),
      );
    }
  }

  const lanes = createLanes({
    attempt: makeAttempt,
    record: recordAndTell,
    giveBack,
    isOver: ({ claimed_until: lease }) => lease.getTime() - clock().getTime() < timeoutMs,
    onRoom: bell.ring,
  });

  /** Claims what there is room for, and begins with it. */
  async function claimAndBegin(now: Date): Promise<void> {
    const due = await findDueSubscriptions(db, lastServed, lanes.busy(), now);
    lastServed = due.at(-1) ?? lastServed;
    const lease = new Date(now.getTime() + timeoutMs * leasePerTimeout);
    for (const [organizationId, wanted] of lanes.shareOut(due)) {
      await withinOrganization(organizationId, async () => {
        const { ready, left } = await claimReady(db, organizationId, wanted, now, lease);
        const bySubscription = Map.groupBy(ready, ({ delivery }) => delivery.subscription_id);
        for (const [id, most] of wanted) {
          const own = bySubscription.get(id) ?? [];
          lanes.add(id, own, own.length >= most);
        }
        if (left.length > 0) await giveBack(left);
      });
    }
    if (due.length >= mostSubscriptions) bell.ring();
  }

  async function tidy(now: Date): Promise<void> {
    await cancelUnwanted(db, now);
    lanes.forgetIdle();
    nextTidyAt = now.getTime() + tidyEveryMs;
  }

  async function work(): Promise<void> {
    while (!isStopping) {
      const now = clock();
      if (nextRetryAt <= now.getTime()) nextRetryAt = Number.POSITIVE_INFINITY;
      try {
        if (nextTidyAt <= now.getTime()) await tidy(now);
        await claimAndBegin(now);
        await sleep(restMs);
      } catch (error) {
        log.error({ err: error }, "deliveries could not be claimed");
        await sleep(lookEveryMs);
      }
      const untilRetry = Math.max(0, nextRetryAt - clock().getTime());
      await bell.wait(Math.min(lookEveryMs, untilRetry));
    }
  }

  const working = work();

  return {
    wake: bell.ring,
    stop: async (withinMs) => {
      isStopping = true;
      bell.ring();
      const ended = working.then(() => Promise.all([giveBack(lanes.takeOutAll()), lanes.ended()]));
      await Promise.race([ended, sleep(withinMs, undefined, { ref: false })]);
      await sender.close();
    },
  };
}
