import type { ImportRow, Warning } from "@firstquadrant/core-client";
import { type Db, statement } from "../db/db.ts";
import { lockImport } from "../imports/find-import.ts";
import { toImportRow } from "../imports/import-rows.ts";
import { type AskedRow, isLeftOut, isTakenIn, lockRow, type Redecided } from "./asked-row.ts";
import { cannotBeOverridden } from "./cannot-be-overridden.ts";
import { rewriteRows } from "./rewrite-rows.ts";

const lockContact = statement(
  "lock-disqualified-contact",
  "select id from contacts where organization_id = $1 and id = $2 for update",
);

const deleteUntouched = statement(
  "delete-untouched-contact",
  `delete from contacts where organization_id = $1 and id = $2 and updated_at = $3 and not exists (
     select 1 from import_rows r where r.organization_id = $1 and r.contact_id = $2 and r.id <> $4
       and r.outcome in ('created', 'updated', 'unchanged'))
   returning id`,
);

/** Removes the contact if the row alone brought it. @returns Why it stays; null when it is gone. */
async function removeContact(tx: Db, organizationId: string, row: AskedRow): Promise<Warning | null> {
  if (row.contact_id === null) return null;
  const present = await tx.query(lockContact, [organizationId, row.contact_id]);
  if (present.length === 0) return null;
  if (row.outcome !== "created") return { field: "contact", message: "stays: it was there before this record" };
  const parameters = [organizationId, row.contact_id, row.contact?.updatedAt ?? null, row.id];
  const removed = await tx.query(deleteUntouched, parameters);
  return removed.length > 0 ? null : { field: "contact", message: "stays: it was changed or received again since" };
}

async function disqualified(tx: Db, organizationId: string, row: AskedRow): Promise<Redecided> {
  const base = { ...row, outcome: "unqualified", decided_by: "person", contact: null } as const;
  if (isLeftOut(row.outcome)) return base;
  const warning = await removeContact(tx, organizationId, row);
  if (warning === null) return { ...base, contact_id: null, changed: [], previous: null };
  return { ...base, warnings: [...row.warnings, warning] };
}

/**
 * Makes a row unqualified, because a person says so; whatever the import's status is. Its contact is removed only if
 * this row created it and nobody had to do with it since; else it stays as it is, and the row's warnings say why. A row
 * that a person made unqualified already stays as it is.
 *
 * @throws AppError `not_found`, `invalid_transition`
 */
export async function disqualifyRow(
  tx: Db,
  organizationId: string,
  importId: string,
  rowId: string,
  now: Date,
): Promise<ImportRow> {
  const record = await lockImport(tx, organizationId, importId);
  const before = await lockRow(tx, organizationId, importId, rowId);
  if (before.outcome === "unqualified" && before.decided_by === "person") return toImportRow(before);
  if (!isTakenIn(before.outcome) && !isLeftOut(before.outcome)) throw cannotBeOverridden(before.outcome);
  const after = await disqualified(tx, organizationId, before);
  await rewriteRows(tx, record, [{ before, after }], now);
  return toImportRow({ ...before, ...after });
}
