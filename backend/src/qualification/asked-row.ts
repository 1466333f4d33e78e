import { type Db, statement } from "../db/db.ts";
import { notFound } from "../errors.ts";
import { bareId } from "../ids.ts";
import type { ImportRowRecord } from "../imports/import-rows.ts";

/** A row whose decision may change. */
export interface AskedRow extends ImportRowRecord {
  run_id: string | null;
  contact_id: string | null;
  previous: unknown;
  /** Its event was written down among the events: the row no longer stands for it. */
  retold: boolean;
}

/** What a row becomes. A row that is mended has another input, too, and is what another run did. */
export type Redecided = Pick<
  AskedRow,
  "outcome" | "contact_id" | "contact" | "changed" | "previous" | "warnings" | "errors" | "answers" | "decided_by"
> &
  Partial<Pick<AskedRow, "input" | "run_id" | "undone_at">>;

/** Outcomes of rows whose record is a contact now. */
export const isTakenIn = (outcome: AskedRow["outcome"]): boolean =>
  outcome === "created" || outcome === "updated" || outcome === "unchanged";

/** Outcomes of rows that failed a question, whether they wait to be asked again or not. */
export const isLeftOut = (outcome: AskedRow["outcome"]): boolean =>
  outcome === "unqualified" || outcome === "scheduled";

const lockById = statement(
  "lock-import-row",
  "select * from import_rows where organization_id = $1 and import_id = $2 and id = $3 for update",
);

/** A row of an import that is locked already, and nobody changes it meanwhile. @throws AppError `not_found` */
export async function lockRow(tx: Db, organizationId: string, importId: string, rowId: string): Promise<AskedRow> {
  const [row] = await tx.query<AskedRow>(lockById, [organizationId, importId, bareId(rowId)]);
  if (row === undefined) throw notFound("row", rowId);
  return row;
}
