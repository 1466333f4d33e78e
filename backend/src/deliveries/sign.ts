import { createHmac, createSecretKey, type KeyObject } from "node:crypto";

const secretPrefix = "whsec_";

/** The three headers of Standard Webhooks: what is signed is the id, the time and the body as it is sent. */
export interface SignatureHeaders {
  "webhook-id": string;
  "webhook-timestamp": string;
  "webhook-signature": string;
}

/** The key of a secret, which is `whsec_` and the key in base64. Making it costs several times as much as signing. */
export const signingKey = (secret: string): KeyObject =>
  createSecretKey(Buffer.from(secret.slice(secretPrefix.length), "base64"));

/**
 * Signs a delivery.
 *
 * @param id The event's id: the same for every attempt, so that a receiver can tell a repetition.
 */
export function sign(key: KeyObject, id: string, body: string | Uint8Array, now: Date): SignatureHeaders {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest("base64");
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` };
}
