import type { Delivery } from "@firstquadrant/core-client";

/** A delivery as the database keeps it. */
export interface DeliveryRecord {
  organization_id: string;
  id: string;
  subscription_id: string;
  event_id: string;
  event_type: Delivery["eventType"];
  status: Delivery["status"];
  attempts: number;
  next_attempt_at: Date | null;
  last_attempt_at: Date | null;
  last_response_status: number | null;
  last_error: string | null;
  created_at: Date;
}

/** A delivery as it is answered. */
export const toDelivery = (record: DeliveryRecord): Delivery => ({
  id: record.id,
  subscriptionId: record.subscription_id,
  eventId: `evt_${record.event_id}`,
  eventType: record.event_type,
  status: record.status,
  attempts: record.attempts,
  nextAttemptAt: record.next_attempt_at?.toISOString() ?? null,
  lastAttemptAt: record.last_attempt_at?.toISOString() ?? null,
  lastResponseStatus: record.last_response_status,
  lastError: record.last_error,
  createdAt: record.created_at.toISOString(),
});
