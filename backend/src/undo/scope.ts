import { type Db, statement } from "../db/db.ts";
import { AppError, notFound } from "../errors.ts";
import { lockImport } from "../imports/find-import.ts";

/** What is taken back: all that an import did, or one of its runs. */
export interface UndoScope {
  organizationId: string;
  importId: string;
  runId: string | null;
}

const findRun = statement(
  "find-run-to-undo",
  "select status from runs where organization_id = $1 and id = $2 and import_id = $3",
);

const busy = (what: string, remedy: string): AppError =>
  new AppError("invalid_transition", `${what} cannot be undone while it runs.`, remedy, {
    details: [{ field: "status", message: "is running" }],
  });

/**
 * Locks the import for the transaction, if it, or the run, has come to its end: whatever is taken in waits.
 *
 * @throws AppError `not_found`, or `invalid_transition` while it runs.
 */
export async function lockScope(tx: Db, { organizationId, importId, runId }: UndoScope): Promise<void> {
  const { status } = await lockImport(tx, organizationId, importId);
  if (runId === null) {
    if (status !== "running") return;
    throw busy("An import", `Complete it first: POST /imports/${importId}/complete. What was undone so far stays so.`);
  }
  const [run] = await tx.query<{ status: string }>(findRun, [organizationId, runId, importId]);
  if (run === undefined) throw notFound("run", runId);
  if (run.status === "waiting" || run.status === "running") throw busy("A run", "Wait for its end, and try again.");
}
