import { type Db, statement } from "../db/db.ts";
import { newBareId } from "../ids.ts";
import { fanOutFrom } from "./fan-out.ts";
import { outcomeOfEvent } from "./outcome-of-event.ts";
import type { Told } from "./told.ts";

/** A fact to be recorded, with what subscriptions filter by. */
export type NewEvent = Told & {
  importId: string | null;
  status: string | null;
  app: string | null;
};

const insertEvent = statement(
  "insert-event",
  `with e as (
    select $2::text as id, $3::text as type, $4::text as import_id, $5::text as status, $6::text as app,
      $9::text as outcome, $10::json as changed, $7::jsonb -> 'run' ->> 'id' as run_id
  ), recorded as (
    insert into events (organization_id, id, type, import_id, status, data, created_at)
    select $1, e.id, e.type, e.import_id, e.status, $7::jsonb, $8::timestamptz from e
  ), owed as (${fanOutFrom("e", "$8::timestamptz")}
  )
  select count(*) as deliveries from owed`,
);

/**
 * Records an event, and what is owed of it. To be called in the transaction of the change that it tells.
 *
 * @returns How many deliveries are owed.
 */
export async function recordEvent(tx: Db, organizationId: string, event: NewEvent, now: Date): Promise<number> {
  const { outcome, changed } = outcomeOfEvent(event);
  const [row] = await tx.query<{ deliveries: number }>(insertEvent, [
    organizationId,
    newBareId(),
    event.type,
    event.importId,
    event.status,
    event.app,
    JSON.stringify(event.data),
    now.toISOString(),
    outcome,
    JSON.stringify(changed),
  ]);
  return row?.deliveries ?? 0;
}
