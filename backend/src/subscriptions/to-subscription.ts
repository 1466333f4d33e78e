import type { EventOutcome, EventType, ImportStatus, Subscription } from "@firstquadrant/core-client";

/** A subscription as the database keeps it. */
export interface SubscriptionRecord {
  organization_id: string;
  id: string;
  target_url: string;
  event_types: EventType[];
  import_ids: string[] | null;
  statuses: ImportStatus[] | null;
  apps: string[] | null;
  outcomes: EventOutcome[] | null;
  changed_fields: string[] | null;
  run_ids: string[] | null;
  description: string | null;
  secret: string;
  status: Subscription["status"];
  disabled_reason: Subscription["disabledReason"];
  failing_since: Date | null;
  created_at: Date;
  updated_at: Date;
}

/** A subscription as it is answered: without its secret, which is shown once, when it is made. */
export const toSubscription = (record: SubscriptionRecord): Subscription => ({
  id: record.id,
  targetUrl: record.target_url,
  eventTypes: record.event_types,
  filter: {
    ...(record.import_ids !== null && { importIds: record.import_ids }),
    ...(record.statuses !== null && { statuses: record.statuses }),
    ...(record.apps !== null && { apps: record.apps }),
    ...(record.outcomes !== null && { outcomes: record.outcomes }),
    ...(record.changed_fields !== null && { changedFields: record.changed_fields }),
    ...(record.run_ids !== null && { runIds: record.run_ids }),
  },
  description: record.description,
  status: record.status,
  disabledReason: record.disabled_reason,
  createdAt: record.created_at.toISOString(),
  updatedAt: record.updated_at.toISOString(),
});
