import type { Warning } from "@firstquadrant/core-client";
import { type Db, statement } from "../db/db.ts";
import { bareId } from "../ids.ts";
import type { AskedRow, Redecided } from "../qualification/asked-row.ts";

/** A row that a record stands for: as it is, and what it becomes. */
export interface NamedRow {
  before: AskedRow;
  /** Null until it is decided anew. */
  after: Redecided | null;
}

/** The rows that the records of a batch stand for, by their bare ids, kept up to date while they are decided. */
export type NamedRows = ReadonlyMap<string, NamedRow>;

const lockRows = statement(
  "lock-named-rows",
  `select found.* from unnest($2::text[]) as wanted(id)
   cross join lateral (
     select * from import_rows where organization_id = $1 and id = wanted.id limit 1 for update) found`,
);

/** The rows of these ids, and nobody changes them meanwhile. Their imports are locked already. */
export async function lockNamedRows(tx: Db, organizationId: string, rowIds: readonly string[]): Promise<NamedRows> {
  if (rowIds.length === 0) return new Map();
  const rows = await tx.query<AskedRow>(lockRows, [organizationId, [...new Set(rowIds.map(bareId))].toSorted()]);
  return new Map(rows.map((before) => [before.id, { before, after: null }]));
}

/** What a record does to the row that it stands for: mends it, leaves it, or is a record of its own. */
export type Standing =
  | { kind: "mends"; row: NamedRow }
  | { kind: "leaves"; warning: Warning }
  | { kind: "own"; warning: Warning | null };

/**
 * Says what a record does that names a row. Only a rejected row is mended: a record that was mended already does
 * nothing a second time. What was taken back by an undo is taken in as new, as everything that is sent again then; so
 * is what names no row of the import, since nothing of it is there yet.
 */
export function standingOf(rowId: string, importId: string, rows: NamedRows): Standing {
  const row = rows.get(bareId(rowId));
  if (row === undefined || row.before.import_id !== importId) {
    const message = `names ${rowId.slice(0, 40)}, which is no row of this import: the record was taken in as a new one`;
    return { kind: "own", warning: { field: "Row", message } };
  }
  const { outcome } = row.after ?? row.before;
  if (outcome === "rejected") return { kind: "mends", row };
  if (row.after === null && row.before.undone_at !== null) return { kind: "own", warning: null };
  const message = `names ${rowId}, which is ${outcome} and not rejected any more: the record was left out`;
  return { kind: "leaves", warning: { field: "Row", message } };
}
