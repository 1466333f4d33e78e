import { sql } from "../db/sql.ts";
import { bareId } from "../ids.ts";
import type { ListField } from "../lists/filter-condition.ts";
import type { ListSource } from "../lists/list.ts";
import type { Filter } from "../lists/list-params.ts";
import { firstIdAt } from "./first-id-at.ts";
import { changedExpression, outcomeExpression } from "./outcome-of-event.ts";
import { eventColumns, eventJoins } from "./to-event.ts";

const fields: Record<string, ListField> = {
  type: { expression: sql`t.type`, type: "text" },
  importId: { expression: sql`t.import_id`, type: "text", whenMissing: sql`''` },
  status: { expression: sql`t.status`, type: "text", whenMissing: sql`''` },
  app: {
    expression: sql`(select i.app from imports i where i.organization_id = t.organization_id and i.id = t.import_id)`,
    type: "text",
    whenMissing: sql`''`,
  },
  outcome: { expression: sql`(${sql.raw(outcomeExpression)})`, type: "text", whenMissing: sql`''` },
  changed: {
    expression: sql`array(select json_array_elements_text(${sql.raw(changedExpression)}))`,
    type: "list",
  },
};

/** Whether the filters leave events of contacts out, by naming other types only. */
function leaveContactsOut(filters: readonly Filter[]): boolean {
  return filters.some(({ field, operator, value }) => {
    if (field !== "type" || (operator !== "equals" && operator !== "in")) return false;
    const types = operator === "in" ? value.split(",") : [value];
    return types.every((type) => !type.trim().startsWith("contact."));
  });
}

/** The latest time that the filters begin with. */
function beginning(filters: readonly Filter[]): Date | null {
  const times = filters.flatMap(({ field, operator, value }) =>
    field === "createdAt" && (operator === "gt" || operator === "gte") ? Date.parse(value) : [],
  );
  const latest = Math.max(...times);
  return Number.isFinite(latest) ? new Date(latest) : null;
}

/**
 * Events, as they are listed under these filters.
 *
 * There may be millions, and the time of an event has no index: it is in the id. So the order of creation is that of
 * the ids, and a filter by time bounds the ids as well. Who asks for types that are not of contacts never waits for a
 * look at every row of the imports.
 */
export function eventList(filters: readonly Filter[]): ListSource {
  const since = beginning(filters);
  const log = leaveContactsOut(filters) ? sql`events` : sql`event_log`;
  const from = since === null ? log : sql`(select * from ${log} where id >= ${firstIdAt(since)})`;
  const createdAt: ListField = filters.some(({ field }) => field === "createdAt")
    ? { expression: sql`t.created_at`, type: "time" }
    : { expression: sql`t.id`, type: "text" };
  return {
    from: sql`${from} t ${sql.raw(eventJoins)}`,
    columns: sql.raw(eventColumns),
    field: (name) => (name === "createdAt" ? createdAt : Object.hasOwn(fields, name) ? (fields[name] ?? null) : null),
    searched: [],
    idOf: bareId,
  };
}
