import type { Db } from "../db/db.ts";
import { loadEvents } from "../events/load-events.ts";
import type { ReadyDelivery } from "./attempt.ts";
import { type ClaimedDelivery, claimDeliveries } from "./claim.ts";
import { addressOf } from "./send.ts";
import { settleDeliveries } from "./settle.ts";
import { signingKey } from "./sign.ts";

/** How large events are together that are loaded at a time. */
const mostBytes = 8 * 1024 * 1024;

/**
 * Claims deliveries with what they carry, and gives up those whose event is no longer kept.
 *
 * @returns What is ready; and what is claimed and was too much to load, to be given back.
 */
export async function claimReady(
  db: Db,
  organizationId: string,
  wanted: ReadonlyMap<string, number>,
  now: Date,
  lease: Date,
): Promise<{ ready: ReadyDelivery[]; left: ClaimedDelivery[] }> {
  const claimed = await claimDeliveries(db, organizationId, wanted, now, lease);
  if (claimed.length === 0) return { ready: [], left: [] };
  const ids = [...new Set(claimed.map(({ event_id }) => event_id))];
  const { events, upTo } = await loadEvents(db, organizationId, ids, mostBytes);
  const bodies = new Map([...events].map(([id, event]) => [id, Buffer.from(JSON.stringify(event))]));
  const ready: ReadyDelivery[] = [];
  const missing: ClaimedDelivery[] = [];
  const targets = new Map<string, Pick<ReadyDelivery, "address" | "key">>();
  for (const delivery of claimed) {
    const { subscription_id: id, target_url: targetUrl, secret } = delivery;
    const target = targets.get(id) ?? { address: addressOf(targetUrl), key: signingKey(secret) };
    targets.set(id, target);
    const body = bodies.get(delivery.event_id);
    if (body === undefined) missing.push(delivery);
    else ready.push({ delivery, ...target, body });
  }
  const gone = missing.filter(({ event_id }) => event_id <= upTo);
  if (gone.length > 0) {
    const settlements = gone.map((delivery) => ({
      delivery,
      attempts: delivery.attempts - 1,
      status: "cancelled" as const,
      nextAttemptAt: null,
      answered: null,
      error: "The event is no longer kept.",
      at: now,
    }));
    await settleDeliveries(db, organizationId, settlements);
  }
  return { ready, left: missing.filter(({ event_id }) => event_id > upTo) };
}
