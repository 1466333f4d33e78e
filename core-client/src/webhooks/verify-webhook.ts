import { isRecord } from "../is-record.ts";
import type { Event } from "../model/event.ts";
import { isSameSignature, signatureOf } from "./signature.ts";
import { WebhookVerificationError } from "./webhook-verification-error.ts";

export interface ReceivedWebhook {
  /** As it arrived, before any parsing: the signature is over its bytes. */
  body: string | Uint8Array;
  /** Names in any case. */
  headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The subscription's secret, `whsec_…`. */
  secret: string;
  now?: Date;
  /** How far the sender's clock may be away from ours, and how long a delivery may have been under way. */
  toleranceSeconds?: number;
}

function headerOf(headers: ReceivedWebhook["headers"], name: string): string {
  const [, value] = Object.entries(headers).find(([key]) => key.toLowerCase() === name) ?? [];
  const text = value === undefined || typeof value === "string" ? value : value.join(" ");
  if (text === undefined || text.trim() === "") {
    throw new WebhookVerificationError("missing_header", `The header ${name} is missing.`);
  }
  return text.trim();
}

function checkTime(timestamp: string, now: Date, toleranceSeconds: number): void {
  if (!/^\d{1,12}$/.test(timestamp)) {
    throw new WebhookVerificationError("bad_timestamp", "The header webhook-timestamp does not hold Unix seconds.");
  }
  const age = Math.floor(now.getTime() / 1000) - Number(timestamp);
  if (age > toleranceSeconds) {
    throw new WebhookVerificationError(
      "too_old",
      `The delivery was sent ${age} seconds ago: it may be a repeated one.`,
    );
  }
  if (age < -toleranceSeconds) {
    throw new WebhookVerificationError("too_new", `The delivery is ${-age} seconds from the future: check the clock.`);
  }
}

/** Looks at the outside only: what is inside was made by the API, which the signature proves. */
const isEvent = (value: unknown): value is Event =>
  isRecord(value) &&
  typeof value.id === "string" &&
  typeof value.type === "string" &&
  typeof value.createdAt === "string" &&
  isRecord(value.data);

function parseEvent(body: string | Uint8Array): Event {
  const unreadable = (cause?: unknown) =>
    new WebhookVerificationError("bad_body", "The body is signed, but it is no event.", { cause });
  let parsed: unknown;
  try {
    parsed = JSON.parse(typeof body === "string" ? body : new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch (cause) {
    throw unreadable(cause);
  }
  if (!isEvent(parsed)) throw unreadable();
  return parsed;
}

/**
 * Checks that a request is a delivery of ours, sent just now, and reads its event. Signatures are as in Standard
 * Webhooks; one good one of several is enough, so that secrets can be changed without a gap.
 *
 * @throws WebhookVerificationError when it is not.
 */
export function verifyWebhook({
  body,
  headers,
  secret,
  now = new Date(),
  toleranceSeconds = 300,
}: ReceivedWebhook): Event {
  const id = headerOf(headers, "webhook-id");
  const timestamp = headerOf(headers, "webhook-timestamp");
  const signatures = headerOf(headers, "webhook-signature");
  checkTime(timestamp, now, toleranceSeconds);
  const expected = signatureOf({ id, timestamp, body }, secret);
  if (!signatures.split(/\s+/).some((signature) => isSameSignature(signature, expected))) {
    throw new WebhookVerificationError("bad_signature", "No signature fits the body and the secret.");
  }
  return parseEvent(body);
}
