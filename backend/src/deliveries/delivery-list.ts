import { sql } from "../db/sql.ts";
import type { ListField } from "../lists/filter-condition.ts";
import type { ListSource } from "../lists/list.ts";
import type { Filter } from "../lists/list-params.ts";

const never = sql`'-infinity'::timestamptz`;

const fields: Record<string, ListField> = {
  id: { expression: sql`t.id`, type: "text" },
  subscriptionId: { expression: sql`t.subscription_id`, type: "text" },
  eventId: { expression: sql`('evt_' || t.event_id)`, type: "text" },
  eventType: { expression: sql`t.event_type`, type: "text" },
  status: { expression: sql`t.status`, type: "text" },
  attempts: { expression: sql`t.attempts`, type: "number" },
  nextAttemptAt: { expression: sql`t.next_attempt_at`, type: "time", whenMissing: never },
  lastAttemptAt: { expression: sql`t.last_attempt_at`, type: "time", whenMissing: never },
  lastResponseStatus: { expression: sql`t.last_response_status`, type: "number", whenMissing: sql`0` },
};

/**
 * Deliveries, as they are listed under these filters. Their ids begin with those of their events, so the order of
 * creation is that of the ids, which has an index; unless a time is asked for.
 */
export function deliveryList(filters: readonly Filter[]): ListSource {
  const createdAt: ListField = filters.some(({ field }) => field === "createdAt")
    ? { expression: sql`t.created_at`, type: "time" }
    : { expression: sql`t.id`, type: "text" };
  return {
    from: sql`deliveries t`,
    columns: sql`t.*`,
    field: (name) => (name === "createdAt" ? createdAt : Object.hasOwn(fields, name) ? (fields[name] ?? null) : null),
    searched: [],
  };
}
