import type { ImportStatus } from "@firstquadrant/core-client";
import { type Db, statement } from "../db/db.ts";
import { AppError } from "../errors.ts";
import { recordEvent } from "../events/record-event.ts";
import { beginRuns } from "../runs/begin-runs.ts";
import { setNextRun } from "../schedules/set-next-run.ts";
import { getImport } from "./find-import.ts";
import { type ImportRecord, toImportFacts } from "./import-record.ts";

const moveToRunning = statement(
  "move-import-to-running",
  `update imports set status = 'running', started_at = $4, completed_at = null, updated_at = $4
   where organization_id = $1 and id = $2 and status = $3 returning id`,
);

const moveToCompleted = statement(
  "move-import-to-completed",
  `update imports set status = 'completed', completed_at = $4, updated_at = $4, next_run_at = null
   where organization_id = $1 and id = $2 and status = $3 returning id`,
);

/** Every transition that there is: from which statuses each may be made, and how. */
const transitions = {
  start: { from: ["draft", "completed"], to: "running", move: moveToRunning },
  complete: { from: ["running"], to: "completed", move: moveToCompleted },
} as const;

export type Transition = keyof typeof transitions;

const remedies: Record<ImportStatus, string> = {
  draft: "Start it first: POST /imports/{id}/start.",
  running: "It runs already; nothing needs to be done.",
  completed: "Start it again to take in more: POST /imports/{id}/start.",
};

async function begin(tx: Db, record: ImportRecord, now: Date): Promise<ImportRecord> {
  const scheduled = await setNextRun(tx, record, now);
  await beginRuns(tx, scheduled, now);
  return scheduled;
}

/**
 * Moves an import, if it is where the transition begins, and records the event. Of two callers that race, one wins.
 *
 * @returns The import as it is now; null when it is somewhere else.
 */
export async function tryTransition(
  tx: Db,
  organizationId: string,
  id: string,
  name: Transition,
  now: Date,
): Promise<ImportRecord | null> {
  const { from, to, move } = transitions[name];
  for (const previousStatus of from) {
    const found = await tx.query(move, [organizationId, id, previousStatus, now.toISOString()]);
    if (found.length === 0) continue;
    const moved = await getImport(tx, organizationId, id);
    const record = name === "start" ? await begin(tx, moved, now) : moved;
    await recordEvent(
      tx,
      organizationId,
      {
        type: "import.status_changed",
        importId: id,
        status: to,
        app: record.app,
        data: { import: toImportFacts(record), previousStatus, status: to },
      },
      now,
    );
    return record;
  }
  return null;
}

/** @throws AppError `not_found`, or `invalid_transition` with the present status. */
export async function transition(
  tx: Db,
  organizationId: string,
  id: string,
  name: Transition,
  now: Date,
): Promise<ImportRecord> {
  const moved = await tryTransition(tx, organizationId, id, name, now);
  if (moved !== null) return moved;
  const { status } = await getImport(tx, organizationId, id);
  throw new AppError(
    "invalid_transition",
    `An import that is ${status} cannot be ${name === "start" ? "started" : "completed"}.`,
    remedies[status],
    { details: [{ field: "status", message: `is ${status}` }] },
  );
}
