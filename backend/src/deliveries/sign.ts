import { createHmac } from "node:crypto";

const secretPrefix = "whsec_";

/** The three headers of Standard Webhooks: what is signed is the id, the time and the body as it is sent. */
export interface SignatureHeaders {
  "webhook-id": string;
  "webhook-timestamp": string;
  "webhook-signature": string;
}

/**
 * Signs a delivery.
 *
 * @param secret `whsec_` and the key in base64.
 * @param id The event's id: the same for every attempt, so that a receiver can tell a repetition.
 */
export function sign(secret: string, id: string, body: string, now: Date): SignatureHeaders {
  const key = Buffer.from(secret.slice(secretPrefix.length), "base64");
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` };
}
