import { isDeepStrictEqual } from "node:util";
import { type Db, statement } from "../db/db.ts";
import { fanOutFrom } from "../events/fan-out.ts";
import { findEvents } from "../events/find-event.ts";
import { outcomeOfEvent } from "../events/outcome-of-event.ts";
import type { Told } from "../events/told.ts";
import { newBareId } from "../ids.ts";
import { type ImportRecord, toImportReference } from "../imports/import-record.ts";
import { toImportRow } from "../imports/import-rows.ts";
import { noCounts } from "../intake/counts.ts";
import { type AskedRow, isLeftOut, type Redecided } from "./asked-row.ts";

/** A row, and what it becomes. */
export interface RowChange {
  before: AskedRow;
  after: Redecided;
}

// What was received is read as json, which leaves its columns in their order.
// What a row told is written down under the row's own id, so that a delivery that is still owed sends what it would
// have sent.
const rewrite = statement(
  "rewrite-rows",
  `with rewritten as (
    update import_rows r set outcome = x.outcome, contact_id = x.contact_id,
      contact = x.contact, changed = x.changed, previous = x.previous,
      warnings = x.warnings, errors = x.errors, answers = x.answers,
      decided_by = x.decided_by, decided_at = $6::timestamptz, retold = x.retold,
      input = coalesce(x.input, 'null'::json), run_id = x.run_id, undone_at = x.undone_at
    from json_to_recordset($2::json) as x(
      id text, outcome text, contact_id text, contact json, changed json, previous json, warnings json,
      errors json, answers jsonb, decided_by text, retold boolean, input json, run_id text, undone_at timestamptz)
    where r.organization_id = $1 and r.id = x.id
  ), retold as (
    insert into events (organization_id, id, type, import_id, data, created_at)
    select $1::text, x.id, x.type, x.import_id, x.data, x.created_at
    from jsonb_to_recordset($3::jsonb) as x(id text, type text, import_id text, data jsonb, created_at timestamptz)
  ), news as (
    select x.*, null::text as run_id from jsonb_to_recordset($4::jsonb) as x(
      id text, type text, import_id text, status text, app text, outcome text, changed json, data jsonb)
  ), recorded as (
    insert into events (organization_id, id, type, import_id, status, data, created_at)
    select $1::text, n.id, n.type, n.import_id, n.status, n.data, $6::timestamptz from news n
  ), counted as (
    update imports i set scheduled = i.scheduled + x.scheduled, created = i.created + x.created,
      updated = i.updated + x.updated, unchanged = i.unchanged + x.unchanged, skipped = i.skipped + x.skipped,
      unqualified = i.unqualified + x.unqualified, rejected = i.rejected + x.rejected
    from jsonb_to_recordset($5::jsonb) as x(
      id text, scheduled bigint, created bigint, updated bigint, unchanged bigint, skipped bigint, unqualified bigint,
      rejected bigint)
    where i.organization_id = $1 and i.id = x.id
  ), owed as (${fanOutFrom("news", "$6::timestamptz")}
  )
  select count(*) as owed from owed`,
);

/** What is told of a row with this outcome; null where nothing is. */
function tell({ before, after }: RowChange, record: ImportRecord): Told | null {
  const { outcome, contact, changed, errors } = after;
  const reference = toImportReference(record);
  const row = () => toImportRow({ ...before, ...after });
  switch (outcome) {
    case "created":
    case "updated":
      return contact === null
        ? null
        : { type: "contact.imported", data: { contact, import: reference, outcome, changed } };
    case "unqualified":
      return { type: "contact.unqualified", data: { row: row(), import: reference } };
    case "rejected":
      return { type: "contact.rejected", data: { row: row(), import: reference, errors } };
    default:
      return null;
  }
}

/** Whether a row is rejected for the same reasons as before. */
const isRejectedAlike = ({ before, after }: RowChange): boolean =>
  before.outcome === "rejected" &&
  after.outcome === "rejected" &&
  isDeepStrictEqual(
    [before.input, before.errors, before.warnings],
    [after.input ?? before.input, after.errors, after.warnings],
  );

/** That a row is still unqualified, or rejected for the same reasons, is no news. */
const isNews = (change: RowChange): boolean =>
  !(isLeftOut(change.before.outcome) && isLeftOut(change.after.outcome)) && !isRejectedAlike(change);

/** Whether a row's event reads as before, so that the row can go on standing for it. */
const readsTheSame = (change: RowChange): boolean => {
  const { before, after } = change;
  if (isRejectedAlike(change)) return true;
  return (
    isLeftOut(before.outcome) &&
    after.outcome === "unqualified" &&
    before.decided_by === after.decided_by &&
    isDeepStrictEqual([before.answers, before.warnings], [after.answers, after.warnings])
  );
};

/**
 * Writes what rows of one import became, moves its counts, and tells what is new. Past events stay as they were told.
 * The import and the rows are locked.
 *
 * @returns How many deliveries are owed.
 */
export async function rewriteRows(
  tx: Db,
  record: ImportRecord,
  changes: readonly RowChange[],
  now: Date,
): Promise<number> {
  const organizationId = record.organization_id;
  const moved = { id: record.id, ...noCounts() };
  for (const { before, after } of changes) {
    moved[before.outcome] -= 1;
    moved[after.outcome] += 1;
  }
  const unlike = changes.filter((change) => !readsTheSame(change));
  const standing = unlike.flatMap(({ before }) => (before.retold ? [] : [before.id]));
  const past = await findEvents(tx, organizationId, standing);
  const rows = changes.map((change) => ({
    id: change.before.id,
    input: change.before.input,
    run_id: change.before.run_id,
    undone_at: change.before.undone_at,
    ...change.after,
    retold: change.before.retold || !readsTheSame(change),
  }));
  const retold = [...past].map(([id, { type, data, createdAt }]) => ({
    id,
    type,
    import_id: record.id,
    data,
    created_at: createdAt,
  }));
  const news = changes
    .filter(isNews)
    .flatMap((change) => tell(change, record) ?? [])
    .map((told) => ({
      id: newBareId(),
      import_id: record.id,
      status: null,
      app: record.app,
      ...outcomeOfEvent(told),
      ...told,
    }));
  const [written] = await tx.query<{ owed: number }>(rewrite, [
    organizationId,
    JSON.stringify(rows),
    JSON.stringify(retold),
    JSON.stringify(news),
    JSON.stringify([moved]),
    now.toISOString(),
  ]);
  return written?.owed ?? 0;
}
