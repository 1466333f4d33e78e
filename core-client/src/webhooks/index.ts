export { signWebhook, type WebhookHeaders, type WebhookMessage } from "./sign-webhook.ts";
export { type ReceivedWebhook, verifyWebhook } from "./verify-webhook.ts";
export { type WebhookVerificationCode, WebhookVerificationError } from "./webhook-verification-error.ts";
