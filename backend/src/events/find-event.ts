import type { Event } from "@firstquadrant/core-client";
import { type Db, statement } from "../db/db.ts";
import { type EventRecord, eventColumns, eventJoins, toEvent } from "./to-event.ts";

const byIds = statement(
  "find-events",
  `select ${eventColumns} from event_log t ${eventJoins} where t.organization_id = $1 and t.id = any($2::text[])`,
);

/** The events of these bare ids, by bare id, in one statement. What is no longer kept is missing. */
export async function findEvents(
  db: Db,
  organizationId: string,
  bareIds: readonly string[],
): Promise<Map<string, Event>> {
  if (bareIds.length === 0) return new Map();
  const records = await db.query<EventRecord>(byIds, [organizationId, bareIds]);
  return new Map(records.map((record) => [record.id, toEvent(record)]));
}
