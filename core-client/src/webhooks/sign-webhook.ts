import { signatureOf } from "./signature.ts";

export interface WebhookMessage {
  /** The event's id: the same for every attempt to deliver it. */
  id: string;
  timestamp: Date;
  /** As it is sent, byte for byte. */
  body: string | Uint8Array;
  /** `whsec_…` */
  secret: string;
}

export type WebhookHeaders = Record<"webhook-id" | "webhook-timestamp" | "webhook-signature", string>;

/** The headers of a delivery, after Standard Webhooks. */
export function signWebhook({ id, timestamp: time, body, secret }: WebhookMessage): WebhookHeaders {
  const timestamp = String(Math.floor(time.getTime() / 1000));
  return {
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": signatureOf({ id, timestamp, body }, secret),
  };
}
