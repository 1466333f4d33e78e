import { setTimeout as sleep } from "node:timers/promises";
import type { Event } from "@firstquadrant/core-client";
import type { Config } from "../config.ts";
import type { Db } from "../db/db.ts";
import { attempt } from "../deliveries/attempt.ts";
import { cancelUnwanted } from "../deliveries/cancel-unwanted.ts";
import {
  type ClaimedDelivery,
  claimDeliveries,
  type DueSubscription,
  findDueSubscriptions,
} from "../deliveries/claim.ts";
import { createDeliveredRecorder } from "../deliveries/record-delivered.ts";
import { createSender } from "../deliveries/send.ts";
import { findEvents } from "../events/find-event.ts";
import { createBell } from "./bell.ts";

const mostInFlight = 50;
/** A slow receiver has no more of them than this. */
const mostPerSubscription = 5;
/** Commits of other processes, and leases that ran out, are found by looking. */
const lookEveryMs = 1000;
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
   * Claims nothing more, and waits for the attempts that are under way, but no longer than this. What is left then is
   * broken off: its leases run out, and whoever looks next makes those deliveries.
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
  const recordDelivered = createDeliveredRecorder(db);
  const context = { db, sender, recordDelivered, clock, waits: config.deliveryWaits };
  const bell = createBell();
  const attempts = new Set<Promise<void>>();
  const inFlight = new Map<string, number>();
  let isStopping = false;
  let lastServed: DueSubscription | null = null;
  let nextRetryAt = Number.POSITIVE_INFINITY;
  let nextTidyAt = 0;

  async function attemptAndTell(delivery: ClaimedDelivery, event: Event | undefined): Promise<void> {
    try {
      const { answer, recorded, milliseconds } = await attempt(delivery, event, context);
      if (recorded.nextAttemptAt !== null) nextRetryAt = Math.min(nextRetryAt, recorded.nextAttemptAt.getTime());
      if (recorded.nextAttemptAt !== null || recorded.owed > 0) bell.ring();
      log.info(
        {
          organizationId: delivery.organization_id,
          subscriptionId: delivery.subscription_id,
          deliveryId: delivery.id,
          eventType: delivery.event_type,
          host: new URL(delivery.target_url).host,
          attempt: delivery.attempts,
          answered: answer?.status ?? null,
          error: answer?.error ?? null,
          status: recorded.status,
          nextAttemptAt: recorded.nextAttemptAt?.toISOString() ?? null,
          milliseconds,
        },
        "delivery attempted",
      );
    } catch (error) {
      if (!isStopping) log.error({ err: error, deliveryId: delivery.id }, "delivery attempt could not be recorded");
    }
  }

  function begin(delivery: ClaimedDelivery, event: Event | undefined): void {
    const id = delivery.subscription_id;
    inFlight.set(id, (inFlight.get(id) ?? 0) + 1);
    const running = attemptAndTell(delivery, event).finally(() => {
      const count = inFlight.get(id) ?? 1;
      // There was no room: others may have waited for this one to end.
      if (count >= mostPerSubscription || attempts.size >= mostInFlight) bell.ring();
      if (count > 1) inFlight.set(id, count - 1);
      else inFlight.delete(id);
      attempts.delete(running);
    });
    attempts.add(running);
  }

  /** How many deliveries of which subscription there is room for, by organization. */
  function shareOut(due: readonly DueSubscription[]): Map<string, Map<string, number>> {
    const shares = new Map<string, Map<string, number>>();
    let free = mostInFlight - attempts.size;
    for (const subscription of due) {
      const slots = Math.min(free, mostPerSubscription - (inFlight.get(subscription.id) ?? 0));
      if (slots <= 0) break;
      free -= slots;
      const wanted = shares.get(subscription.organization_id) ?? new Map<string, number>();
      shares.set(subscription.organization_id, wanted.set(subscription.id, slots));
      lastServed = subscription;
    }
    return shares;
  }

  /** Claims what there is room for, and begins with it. @returns How many deliveries that are. */
  async function claimAndBegin(now: Date): Promise<number> {
    if (attempts.size >= mostInFlight) return 0;
    const busy = [...inFlight].filter(([, count]) => count >= mostPerSubscription).map(([id]) => id);
    const due = await findDueSubscriptions(db, lastServed, busy, now);
    const lease = new Date(now.getTime() + config.deliveryTimeout * leasePerTimeout * 1000);
    let begun = 0;
    for (const [organizationId, wanted] of shareOut(due)) {
      const claimed = await claimDeliveries(db, organizationId, wanted, now, lease);
      const events = await findEvents(db, organizationId, [...new Set(claimed.map(({ event_id }) => event_id))]);
      for (const delivery of claimed) begin(delivery, events.get(delivery.event_id));
      begun += claimed.length;
    }
    return begun;
  }

  async function work(): Promise<void> {
    while (!isStopping) {
      const now = clock();
      if (nextRetryAt <= now.getTime()) nextRetryAt = Number.POSITIVE_INFINITY;
      try {
        if (nextTidyAt <= now.getTime()) {
          await cancelUnwanted(db, now);
          nextTidyAt = now.getTime() + tidyEveryMs;
        }
        if ((await claimAndBegin(now)) > 0) continue;
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
      const ended = working.then(() => Promise.all(attempts));
      await Promise.race([ended, sleep(withinMs, undefined, { ref: false })]);
      await sender.close();
    },
  };
}
