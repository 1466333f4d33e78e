import { isDeepStrictEqual } from "node:util";
import type { Event, Outcome } from "@firstquadrant/core-client";
import { type Db, statement } from "../db/db.ts";
import { fanOutFrom } from "../events/fan-out.ts";
import { findEvents } from "../events/find-event.ts";
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

// What a row told is written down under the row's own id, so that a delivery that is still owed sends what it would
// have sent.
const rewrite = statement(
  "rewrite-rows",
  `with rewritten as (
    update import_rows r set outcome = x.outcome, contact_id = x.contact_id,
      contact = nullif(x.contact, 'null'::jsonb), changed = x.changed, previous = nullif(x.previous, 'null'::jsonb),
      warnings = x.warnings, errors = x.errors, answers = nullif(x.answers, 'null'::jsonb),
      decided_by = x.decided_by, decided_at = $6::timestamptz, retold = x.retold
    from jsonb_to_recordset($2::jsonb) as x(
      id text, outcome text, contact_id text, contact jsonb, changed text[], previous jsonb, warnings jsonb,
      errors jsonb, answers jsonb, decided_by text, retold boolean)
    where r.organization_id = $1 and r.id = x.id
  ), retold as (
    insert into events (organization_id, id, type, import_id, data, created_at)
    select $1::text, x.id, x.type, x.import_id, x.data, x.created_at
    from jsonb_to_recordset($3::jsonb) as x(id text, type text, import_id text, data jsonb, created_at timestamptz)
  ), news as (
    select * from jsonb_to_recordset($4::jsonb) as x(
      id text, type text, import_id text, status text, app text, data jsonb)
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

type Told = Pick<Event, "type" | "data">;

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

/** That a row is still unqualified is no news. */
const isNews = (before: Outcome, after: Outcome): boolean => !(isLeftOut(before) && isLeftOut(after));

/** Whether a row's event reads as before, so that the row can go on standing for it. */
const readsTheSame = ({ before, after }: RowChange): boolean =>
  isLeftOut(before.outcome) &&
  after.outcome === "unqualified" &&
  before.decided_by === after.decided_by &&
  isDeepStrictEqual([before.answers, before.warnings], [after.answers, after.warnings]);

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
    .filter(({ before, after }) => isNews(before.outcome, after.outcome))
    .flatMap((change) => tell(change, record) ?? [])
    .map((told) => ({ id: newBareId(), import_id: record.id, status: null, app: record.app, ...told }));
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
