import type { UndoKept, UndoResult } from "@firstquadrant/core-client";
import { isRaceLost } from "../db/database-error.ts";
import { type Db, statement } from "../db/db.ts";
import { giveTakenBack } from "../prospects/taken.ts";
import { lockScope, type UndoScope } from "./scope.ts";
import { undoCompanies } from "./undo-companies.ts";
import { undoContacts } from "./undo-contacts.ts";

/** An answer names no more of what was kept than this; all of it is counted. */
const mostNamed = 1000;
const mostTries = 5;

const markRuns = statement(
  "mark-runs-undone",
  `update runs set undone_at = $4 where organization_id = $1 and import_id = $2 and ($3::text is null or id = $3)
     and undone_at is null and status in ('finished', 'failed')`,
);
/** Sorts behind every id. */
const end = "~";

async function inTransaction<Result>(db: Db, work: (tx: Db) => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await db.tx(work);
    } catch (error) {
      if (!isRaceLost(error) || tries >= mostTries) throw error;
    }
  }
}

/**
 * Takes back what an import did, or one of its runs: contacts and companies that it created are removed unless anybody
 * else touched them, fields that it changed are put back unless they were changed since. Rows stay and are marked, so
 * that nothing is undone twice. It works in many transactions: one that was cut off is finished by calling it again.
 *
 * @returns What this call did.
 * @throws AppError When the import or the run is not there, or runs.
 */
export async function undoImport(db: Db, scope: UndoScope, clock: () => Date): Promise<UndoResult> {
  const reversed = { contactsRemoved: 0, fieldsRestored: 0, companiesRemoved: 0, companyFieldsRestored: 0 };
  const counts = { rows: 0, kept: 0 };
  const kept: UndoKept[] = [];
  const keep = (more: readonly UndoKept[]): void => {
    counts.kept += more.length;
    kept.push(...more.slice(0, mostNamed - kept.length));
  };

  for (let before: string | null = end; before !== null; ) {
    const place: string = before;
    const done = await inTransaction(db, (tx) => undoContacts(tx, scope, place, clock()));
    reversed.contactsRemoved += done.removed;
    reversed.fieldsRestored += done.fieldsRestored;
    counts.rows += done.rows;
    keep(done.kept);
    before = done.before;
  }
  for (let isLast = false; !isLast; ) {
    const done = await inTransaction(db, (tx) => undoCompanies(tx, scope, clock()));
    reversed.companiesRemoved += done.removed;
    reversed.companyFieldsRestored += done.fieldsRestored;
    keep(done.kept);
    isLast = done.isLast;
  }
  await inTransaction(db, async (tx) => {
    await lockScope(tx, scope);
    await giveTakenBack(tx, scope.organizationId, scope.importId, scope.runId);
    await tx.query(markRuns, [scope.organizationId, scope.importId, scope.runId, clock().toISOString()]);
  });
  return { reversed, kept, counts };
}
