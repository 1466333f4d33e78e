import type { ImportRow } from "@firstquadrant/core-client";
import type { Db } from "../db/db.ts";
import { AppError } from "../errors.ts";
import { findCustomFieldsByKey } from "../fields/custom-field.ts";
import { lockImport } from "../imports/find-import.ts";
import { toImportRow } from "../imports/import-rows.ts";
import { prepare } from "../intake/prepare.ts";
import { readLedger } from "../intake/read-state.ts";
import { hasEmail } from "../intake/settle.ts";
import { isLeftOut, isTakenIn, lockRow } from "./asked-row.ts";
import { cannotBeOverridden } from "./cannot-be-overridden.ts";
import { decideAgain } from "./decide-again.ts";
import { writeDecided } from "./write-decided.ts";

/**
 * Takes a row in that is unqualified, because a person says so; whatever the import's status is. A row that is taken in
 * already stays as it is.
 *
 * @throws AppError `not_found`, `invalid_transition`, or `validation_error` when the record can no longer be read.
 */
export async function qualifyRow(
  tx: Db,
  organizationId: string,
  importId: string,
  rowId: string,
  now: Date,
): Promise<ImportRow> {
  const record = await lockImport(tx, organizationId, importId);
  const before = await lockRow(tx, organizationId, importId, rowId);
  if (isTakenIn(before.outcome)) return toImportRow(before);
  if (!isLeftOut(before.outcome)) throw cannotBeOverridden(before.outcome);

  const candidate = prepare(before.input, record, await findCustomFieldsByKey(tx, organizationId));
  if (!hasEmail(candidate)) {
    throw new AppError(
      "validation_error",
      "The record cannot become a contact as the import reads it now.",
      "Correct the import's field mapping and try again.",
      { details: candidate.errors },
    );
  }
  const ledger = await readLedger(tx, organizationId, [candidate]);
  const decided = decideAgain(record, [], candidate, ledger, now);
  // What it answered stays visible beside the decision that goes before it.
  const after = { ...decided, answers: before.answers, decided_by: "person" } as const;
  await writeDecided(tx, record, ledger, [{ before, after }], now);
  return toImportRow({ ...before, ...after });
}
