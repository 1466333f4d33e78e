import type { Event } from "@firstquadrant/core-client";
import { verifyWebhook } from "@firstquadrant/core-client/webhooks";
import type { Bundle, ZObject } from "zapier-platform-core";

/**
 * Zapier keeps deliveries before it hands them over, longer when a Zap is throttled or Zapier has trouble, and does
 * not say when one arrived. Within a day none of ours is lost to that, and the signature still proves who sent it.
 */
const toleranceSeconds = 24 * 60 * 60;

/** Zapier writes `Http-` before the names of headers that came with a request. */
const unmarked = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.replace(/^http-/i, ""), value]));

function secretOf(subscribeData: unknown): string | undefined {
  const secret = Object(subscribeData).secret;
  return typeof secret === "string" ? secret : undefined;
}

/**
 * Reads the event that a delivery brings, after its signature was checked over the bytes that arrived.
 * Whatever is not ours ends quietly: a forged request must not make the person's Zap fail.
 */
export function receivedEvent(z: ZObject, bundle: Bundle): Event {
  const secret = secretOf(bundle.subscribeData);
  if (secret === undefined) {
    throw new z.errors.HaltedError("This Zap has no signing secret. Turn it off and on again to subscribe anew.");
  }
  const { content = "", headers = {} } = bundle.rawRequest ?? {};
  try {
    return verifyWebhook({ body: content, headers: unmarked(headers), secret, toleranceSeconds });
  } catch (error) {
    const reason = error instanceof Error ? error.message : "It cannot be read.";
    throw new z.errors.HaltedError(`A request was not taken for FirstQuadrant's. ${reason}`);
  }
}
