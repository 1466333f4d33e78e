import type { Event } from "@firstquadrant/core-client";
import type { Db } from "../db/db.ts";
import type { ClaimedDelivery } from "./claim.ts";
import { type Answer, classify } from "./classify.ts";
import type { RecordDelivered } from "./record-delivered.ts";
import { cancelDelivery, type Recorded, recordFailed } from "./record-failed.ts";
import type { Sender } from "./send.ts";
import { sign } from "./sign.ts";

/** What an attempt works with. */
export interface AttemptContext {
  db: Db;
  sender: Sender;
  recordDelivered: RecordDelivered;
  clock: () => Date;
  /** Seconds after each attempt but the last. */
  waits: readonly number[];
}

/** An attempt that was made: what the log is told of it. */
export interface Attempted {
  answer: Answer | null;
  recorded: Recorded;
  milliseconds: number;
}

/**
 * Makes a claimed delivery: signs the event, sends it, and records what came of it.
 *
 * @param event Undefined when it is no longer kept.
 * @throws When the sender was closed, or the database is away: the lease runs out, and the delivery is made again.
 */
export async function attempt(
  delivery: ClaimedDelivery,
  event: Event | undefined,
  { db, sender, recordDelivered, clock, waits }: AttemptContext,
): Promise<Attempted> {
  const startedAt = clock();
  if (event === undefined) {
    const recorded = await cancelDelivery(db, delivery, "The event is no longer kept.", startedAt);
    return { answer: null, recorded, milliseconds: 0 };
  }
  const body = JSON.stringify(event);
  const headers = sign(delivery.secret, event.id, body, startedAt);
  const answer = await sender.send(delivery.target_url, { ...headers }, body);
  const now = clock();
  const milliseconds = now.getTime() - startedAt.getTime();
  if (answer.status !== null && classify(answer) === "delivered") {
    await recordDelivered(delivery, answer.status, now);
    return { answer, recorded: { status: "delivered", nextAttemptAt: null, owed: 0 }, milliseconds };
  }
  const recorded = await recordFailed(db, delivery, answer, { now, random: Math.random(), waits });
  return { answer, recorded, milliseconds };
}
