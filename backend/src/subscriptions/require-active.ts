import { AppError } from "../errors.ts";
import type { SubscriptionRecord } from "./to-subscription.ts";

const reasons = {
  gone: "its target answered that it is gone (410)",
  failing: "its target failed for five days",
} as const;

/** @throws AppError `invalid_transition` when nothing is sent to the subscription any more. */
export function requireActive({ id, status, disabled_reason: reason }: SubscriptionRecord): void {
  if (status === "active") return;
  const because = reason === null ? "" : `, since ${reasons[reason]}`;
  throw new AppError(
    "invalid_transition",
    `The subscription ${id} is disabled${because}.`,
    "Make a new subscription, and replay to it what was missed: POST /subscriptions/{id}/replay.",
    { details: [{ field: "status", message: "is disabled" }] },
  );
}
