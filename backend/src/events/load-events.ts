import type { Event } from "@firstquadrant/core-client";
import { type Db, statement } from "../db/db.ts";
import { type EventRecord, eventColumns, toEvent } from "./to-event.ts";

// What is large is stored apart and packed, and its size in the packed form says little.
const sizeOf = (column: string): string =>
  `case when pg_column_size(${column}) > 1000 then octet_length(${column}::text)
    else coalesce(pg_column_size(${column}), 0) end`;

// Each is looked up by its key, one after the other: planned as joins, all rows there are might be read for a few.
const firstOf = statement(
  "load-events",
  `select * from (
    select ${eventColumns},
      coalesce(sum(${sizeOf("t.data")} + ${sizeOf("r.input")} + ${sizeOf("r.contact")})
        over (order by t.id rows between unbounded preceding and 1 preceding), 0) as bytes_before
    from unnest($2::text[]) as x (id)
    cross join lateral (select * from event_log where organization_id = $1 and id = x.id limit 1) t
    left join lateral (
      select * from import_rows where organization_id = $1 and id = t.id and t.data is null limit 1
    ) r on true
    left join lateral (
      select * from imports where organization_id = $1 and id = t.import_id and t.data is null limit 1
    ) i on true
  ) found where bytes_before <= $3`,
);

/** Events that were loaded together, by bare id, and how far that went. */
export interface LoadedEvents {
  events: Map<string, Event>;
  /** Up to this bare id, what was not found is no longer kept. */
  upTo: string;
}

/**
 * Loads the first of the events of these bare ids, in the order of their ids: as many as are about this large together,
 * and at least one. All of them may be more than there is memory.
 */
export async function loadEvents(
  db: Db,
  organizationId: string,
  bareIds: readonly string[],
  mostBytes: number,
): Promise<LoadedEvents> {
  const records = await db.query<EventRecord>(firstOf, [organizationId, bareIds, mostBytes]);
  const events = new Map(records.map((record) => [record.id, toEvent(record)]));
  const ids = events.size === 0 ? bareIds : [...events.keys()];
  return { events, upTo: ids.toSorted().at(-1) ?? "" };
}
