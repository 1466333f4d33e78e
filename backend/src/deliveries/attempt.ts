import type { KeyObject } from "node:crypto";
import type { DeliveryStatus } from "@firstquadrant/core-client";
import type { ClaimedDelivery } from "./claim.ts";
import type { Answer } from "./classify.ts";
import type { Address, Sender } from "./send.ts";
import { sign } from "./sign.ts";

/** A claimed delivery with what it carries. */
export interface ReadyDelivery {
  delivery: ClaimedDelivery;
  address: Address;
  key: KeyObject;
  /** The event, as it is sent. */
  body: Uint8Array;
}

/** An attempt that was made. */
export interface Attempt {
  delivery: ClaimedDelivery;
  /** Where it went. */
  host: string;
  answer: Answer;
  /** When the answer was there. */
  at: Date;
  milliseconds: number;
}

/** What became of a delivery by an attempt. */
export interface Recorded {
  status: DeliveryStatus;
  nextAttemptAt: Date | null;
  /** Whether the subscription has ended: nothing more is to be sent to it. */
  hasEnded: boolean;
}

/**
 * Makes a claimed delivery: signs the event and sends it.
 *
 * @throws When the sender was closed: the lease runs out, and the delivery is made again.
 */
export async function attempt(
  { delivery, address, key, body }: ReadyDelivery,
  sender: Sender,
  clock: () => Date,
): Promise<Attempt> {
  const startedAt = clock();
  const headers = sign(key, `evt_${delivery.event_id}`, body, startedAt);
  const answer = await sender.send(address, { ...headers }, body);
  const at = clock();
  return { delivery, host: address.host, answer, at, milliseconds: at.getTime() - startedAt.getTime() };
}
