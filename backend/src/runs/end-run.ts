import { type Db, statement } from "../db/db.ts";
import { recordEvent } from "../events/record-event.ts";
import { lockImport } from "../imports/find-import.ts";
import { toImportFacts } from "../imports/import-record.ts";
import { tryTransition } from "../imports/transition.ts";
import { type RunRecord, toRun } from "./run-record.ts";

const end = statement(
  "end-run",
  `update runs set status = $3, error = $4, ended_at = $5, is_unchanged = $6, lease_until = null
   where organization_id = $1 and id = $2 and status = 'running' and not ($6 and source ->> 'fileId' is not null)
   returning *`,
);

const findOthers = statement(
  "find-other-open-runs",
  `select 1 from runs where organization_id = $1 and import_id = $2 and status in ('waiting', 'running') limit 1`,
);

/**
 * Ends a run, and records the event. An import that works through its source once is completed with its last run.
 *
 * @param ending.error Why it cannot go on; nothing when it came to its end.
 * @param ending.isUnchanged Whether its source was as it had been left the last time.
 */
export async function endRun(
  db: Db,
  run: RunRecord,
  { error = null, isUnchanged = false }: { error?: string | null; isUnchanged?: boolean },
  now: Date,
): Promise<void> {
  const { organization_id: organizationId, import_id: importId } = run;
  await db.tx(async (tx) => {
    await lockImport(tx, organizationId, importId);
    const status = error === null ? "finished" : "failed";
    const values = [organizationId, run.id, status, error, now.toISOString(), isUnchanged];
    const [ended] = await tx.query<RunRecord>(end, values);
    if (ended === undefined) return;
    const record = await lockImport(tx, organizationId, importId);
    const data = { import: toImportFacts(record), run: toRun(ended) };
    const event = { type: "import.run_finished", importId, status: null, app: record.app, data } as const;
    await recordEvent(tx, organizationId, event, now);
    const others = await tx.query(findOthers, [organizationId, importId]);
    if (record.mode === "once" && others.length === 0 && error === null) {
      await tryTransition(tx, organizationId, importId, "complete", now);
    }
  });
}
