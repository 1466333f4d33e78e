import type { EventType } from "../catalogue/event-types.ts";
import type { EventOutcome } from "./event.ts";
import type { ImportStatus } from "./import.ts";

/** Narrows a subscription; every part that is given must match. */
export interface SubscriptionFilter {
  importIds?: string[];
  statuses?: ImportStatus[];
  apps?: string[];
  /** Asks nothing of events that have no outcome. */
  outcomes?: EventOutcome[];
  /** An update has to have changed one of these; asks nothing of what is no update. Named as in a field mapping. */
  changedFields?: string[];
  /** Only for `import.run_finished` and `import.status_changed`; a change of status concerns every run. */
  runIds?: string[];
}

export interface SubscriptionInput {
  targetUrl: string;
  eventTypes: EventType[];
  filter?: SubscriptionFilter;
  description?: string;
}

export const subscriptionStatuses = ["active", "disabled"] as const;
export type SubscriptionStatus = (typeof subscriptionStatuses)[number];

/** Where events are sent, which, and whether it still is. */
export interface Subscription {
  id: string;
  targetUrl: string;
  eventTypes: EventType[];
  filter: SubscriptionFilter;
  description: string | null;
  status: SubscriptionStatus;
  /** Why it is disabled: `gone` (the target answered 410), `failing` (five days without a success); else null. */
  disabledReason: "gone" | "failing" | null;
  createdAt: string;
  updatedAt: string;
}

/** The answer to making a subscription: the only time that the secret is shown. */
export interface CreatedSubscription extends Subscription {
  secret: string;
}

export const deliveryStatuses = ["pending", "delivered", "failed", "cancelled"] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** One event owed to one subscription. */
export interface Delivery {
  id: string;
  subscriptionId: string;
  eventId: string;
  eventType: EventType;
  status: DeliveryStatus;
  attempts: number;
  nextAttemptAt: string | null;
  lastAttemptAt: string | null;
  /** HTTP status of the last answer; null when none arrived. */
  lastResponseStatus: number | null;
  lastError: string | null;
  createdAt: string;
}
