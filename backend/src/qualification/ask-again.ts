import { isDataError, isRaceLost } from "../db/database-error.ts";
import { type Db, statement } from "../db/db.ts";
import { acrossOrganizations, withinOrganization } from "../db/reach.ts";
import { findCustomFieldsByKey } from "../fields/custom-field.ts";
import { prepare } from "../intake/prepare.ts";
import { lockImports, readLedger } from "../intake/read-state.ts";
import { hasEmail } from "../intake/settle.ts";
import type { AskedRow } from "./asked-row.ts";
import { decideAgain } from "./decide-again.ts";
import { writeDecided } from "./write-decided.ts";

/** So few that records which are new wait for the import no longer than a moment. */
const mostAtOnce = 100;
const mostTries = 10;

const lockWaiting = statement(
  "lock-scheduled-rows",
  `select * from import_rows where organization_id = $1 and import_id = $2 and outcome = 'scheduled'
   order by id limit $3 for update`,
);

const findImports = statement(
  "find-imports-with-scheduled-rows",
  "select organization_id, id from imports where status = 'running' and scheduled > 0",
);

/** What it takes, and how it learns that the process ends: the rest is asked after the next start. */
export interface Asking {
  db: Db;
  clock: () => Date;
  isEnding: () => boolean;
  /** To be called after a commit that owes deliveries. */
  onOwed: () => void;
}

/** @returns How many rows were asked, and how many deliveries are owed. */
async function askBatch(
  tx: Db,
  organizationId: string,
  importId: string,
  { limit, isRefused, now }: { limit: number; isRefused: boolean; now: Date },
): Promise<{ asked: number; owed: number }> {
  const record = (await lockImports(tx, organizationId, [importId])).get(importId);
  if (record?.status !== "running") return { asked: 0, owed: 0 };
  const rows = await tx.query<AskedRow>(lockWaiting, [organizationId, importId, limit]);
  if (rows.length === 0) return { asked: 0, owed: 0 };
  const customFields = await findCustomFieldsByKey(tx, organizationId);
  const prepared = rows.map((before) => {
    const candidate = prepare(before.input, record, customFields);
    if (isRefused) candidate.errors.push({ field: "", message: "could not be stored" });
    return { before, candidate };
  });
  const ledger = await readLedger(tx, organizationId, prepared.map(({ candidate }) => candidate).filter(hasEmail));
  const changes = prepared.map(({ before, candidate }) => ({
    before,
    after: decideAgain(record, record.qualification, candidate, ledger, now),
  }));
  return { asked: rows.length, owed: await writeDecided(tx, record, ledger, changes, now) };
}

async function askSome(
  { db, clock, onOwed }: Asking,
  organizationId: string,
  importId: string,
  limit: number,
  isRefused: boolean,
): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { asked, owed } = await db.tx((tx) =>
        askBatch(tx, organizationId, importId, { limit, isRefused, now: clock() }),
      );
      if (owed > 0) onOwed();
      return asked;
    } catch (error) {
      if (!isRaceLost(error) || attempt >= mostTries) throw error;
    }
  }
}

/** One row that the database will not hold must not keep the others waiting: they are taken singly, and it is rejected. */
async function askNext(asking: Asking, organizationId: string, importId: string, limit: number): Promise<number> {
  try {
    return await askSome(asking, organizationId, importId, limit, false);
  } catch (error) {
    if (!isDataError(error)) throw error;
    if (limit > 1) return askNext(asking, organizationId, importId, 1);
    return askSome(asking, organizationId, importId, 1, true);
  }
}

/**
 * Asks a running import's waiting rows again, the oldest first, in batches that each are a transaction. The import's
 * lock keeps two processes apart; what one that died had not committed waits still.
 */
export async function askAgain(asking: Asking, organizationId: string, importId: string): Promise<void> {
  while (!asking.isEnding()) {
    const asked = await askNext(asking, organizationId, importId, mostAtOnce);
    if (asked === 0) return;
  }
}

/** Does so for every import that runs: what a process left behind when it ended is found again. */
export async function askAllAgain(asking: Asking): Promise<void> {
  const imports = await acrossOrganizations("whose rows wait to be asked again", () =>
    asking.db.query<{ organization_id: string; id: string }>(findImports),
  );
  for (const { organization_id, id } of imports) {
    await withinOrganization(organization_id, () => askAgain(asking, organization_id, id));
  }
}
