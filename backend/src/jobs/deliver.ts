import type { Event } from "@firstquadrant/core-client";
import type { Config } from "../config.ts";
import type { Db } from "../db/db.ts";
import { cancelUnwanted } from "../deliveries/cancel-unwanted.ts";
import { type ClaimedDelivery, claimDeliveries, type DueSubscription, findDueSubscriptions } from "../deliveries/claim.ts";
import { cancelDelivery, recordAttempt } from "../deliveries/record-attempt.ts";
import { createSender } from "../deliveries/send.ts";
import { sign } from "../deliveries/sign.ts";
import { findEvents } from "../events/find-event.ts";
import { createBell } from "./bell.ts";

const mostInFlight = 50;
/** One slow receiver has no more than this of what is in flight. */
const mostPerSubscription = 5;
/** Commits of other processes and leases that ran out are found by looking. */
const lookEveryMs = 1000;
const tidyEveryMs = 60 * 60 * 1000;
/** An attempt has ended long before its lease has, at 15 seconds for the one and a minute for the other. */
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
   * broken off; its leases run out, and whoever looks next makes those deliveries.
   */
  stop(withinMs: number): Promise<void>;
}

/** Sends what is owed, for as long as the process runs. It shares the work with every other process on the database. */
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
  const bell = createBell();
  const attempts = new Set<Promise<void>>();
  const inFlight = new Map<string, number>();
  let isStopping = false;
  let isMoreDue = false;
  let lastLookedAt: DueSubscription | null = null;
  let nextRetryAt = Number.POSITIVE_INFINITY;
  let nextTidyAt = 0;

  async function attempt(delivery: ClaimedDelivery, event: Event | undefined): Promise<void> {
    const startedAt = clock();
    try {
      if (event === undefined) {
        await cancelDelivery(db, delivery, "The event is no longer kept.", startedAt);
        return;
      }
      const body = JSON.stringify(event);
      const answer = await sender.send(
        delivery.target_url,
        { ...sign(delivery.secret, event.id, body, startedAt) },
        body,
      );
      const now = clock();
      const recorded = await recordAttempt(db, delivery, answer, {
        now,
        random: Math.random(),
        waits: config.deliveryWaits,
      });
      if (recorded.owed > 0) bell.ring();
      if (recorded.nextAttemptAt !== null) nextRetryAt = Math.min(nextRetryAt, recorded.nextAttemptAt.getTime());
      log.info(
        {
          organizationId: delivery.organization_id,
          subscriptionId: delivery.subscription_id,
          deliveryId: delivery.id,
          eventType: delivery.event_type,
          attempt: delivery.attempts,
          host: new URL(delivery.target_url).host,
          answered: answer.status,
          error: answer.error ?? null,
          status: recorded.status,
          nextAttemptAt: recorded.nextAttemptAt?.toISOString() ?? null,
          milliseconds: now.getTime() - startedAt.getTime(),
        },
        "delivery attempted",
      );
    } catch (error) {
      // The lease runs out, and the delivery is made again.
      if (!isStopping) log.error({ err: error, deliveryId: delivery.id }, "delivery attempt could not be recorded");
    }
  }

  function begin(delivery: ClaimedDelivery, event: Event | undefined): void {
    const { subscription_id: id } = delivery;
    inFlight.set(id, (inFlight.get(id) ?? 0) + 1);
    const running = attempt(delivery, event).finally(() => {
      attempts.delete(running);
      const left = (inFlight.get(id) ?? 1) - 1;
      if (left > 0) inFlight.set(id, left);
      else inFlight.delete(id);
      if (isMoreDue) bell.ring();
    });
    attempts.add(running);
  }

  /** How many of which subscription may be claimed, by organization. */
  function shareOut(due: readonly DueSubscription[]): Map<string, Map<string, number>> {
    let free = mostInFlight - attempts.size;
    const shares = new Map<string, Map<string, number>>();
    for (const { organization_id: organizationId, id } of due) {
      const slots = Math.min(free, mostPerSubscription - (inFlight.get(id) ?? 0));
      if (slots <= 0) continue;
      free -= slots;
      const wanted = shares.get(organizationId) ?? new Map<string, number>();
      shares.set(organizationId, wanted.set(id, slots));
    }
    return shares;
  }

  /** Claims and begins what there is room for. @returns Whether more may be due than there was room for. */
  async function claimAndBegin(): Promise<boolean> {
    if (attempts.size >= mostInFlight) return true;
    const busy = [...inFlight].filter(([, count]) => count >= mostPerSubscription).map(([id]) => id);
    const now = clock();
    if (nextRetryAt <= now.getTime()) nextRetryAt = Number.POSITIVE_INFINITY;
    const due = await findDueSubscriptions(db, lastLookedAt, busy, now);
    const hadCursor = lastLookedAt !== null;
    let isMore = busy.length > 0 || (hadCursor && due.length === 0);
    const shares = shareOut(due);
    for (const [organizationId, wanted] of shares) {
      const lease = new Date(now.getTime() + config.deliveryTimeout * leasePerTimeout * 1000);
      const claimed = await claimDeliveries(db, organizationId, wanted, now, lease);
      const events = await findEvents(db, organizationId, [...new Set(claimed.map(({ event_id }) => event_id))]);
      for (const delivery of claimed) begin(delivery, events.get(delivery.event_id));
      isMore ||= claimed.length > 0;
    }
    return isMore;
  }
  return { wake: bell.ring, stop: async () => undefined };
}
