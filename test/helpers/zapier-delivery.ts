import { signWebhook } from "@firstquadrant/core-client/webhooks";

/** Secret of a subscription, and of a stranger. */
export const secret = `whsec_${Buffer.from("a secret of 24 bytes ....").toString("base64")}`;
export const otherSecret = `whsec_${Buffer.from("another secret, of another").toString("base64")}`;
export const subscribeData = { id: "sub_1", secret };
export const targetUrl = "https://hooks.zapier.com/hooks/standard/1/abc/";

/** A signed delivery of an event, as Zapier hands it over. */
export function rawRequest(
  event: { id: string },
  { content = JSON.stringify(event), signedWith = secret, sentAt = new Date() } = {},
) {
  const headers = signWebhook({ id: event.id, timestamp: sentAt, body: JSON.stringify(event), secret: signedWith });
  return {
    method: "POST" as const,
    querystring: "",
    content,
    headers: {
      "Content-Type": "application/json",
      "Http-Webhook-Id": headers["webhook-id"],
      "Http-Webhook-Timestamp": headers["webhook-timestamp"],
      "Http-Webhook-Signature": headers["webhook-signature"],
    },
  };
}
