import { type Db, statement } from "../db/db.ts";

const find = statement(
  "find-taken-prospects",
  `select prospect from taken_prospects
   where organization_id = $1 and import_id = $2 and prospect = any($3::bigint[])`,
);

const take = statement(
  "take-prospects",
  `insert into taken_prospects (organization_id, import_id, prospect, run_id)
   select r.organization_id, r.import_id, x, r.id from runs r, unnest($3::bigint[]) x
   where r.organization_id = $1 and r.id = $2
   on conflict (organization_id, import_id, prospect) do nothing`,
);

const giveBack = statement(
  "give-prospects-back",
  `delete from taken_prospects where organization_id = $1 and import_id = $2 and ($3::text is null or run_id = $3)`,
);

/** Those of the prospects that an import has taken in before. */
export async function findTaken(
  db: Db,
  organizationId: string,
  importId: string,
  numbers: readonly number[],
): Promise<Set<number>> {
  const found = await db.query<{ prospect: number }>(find, [organizationId, importId, numbers]);
  return new Set(found.map(({ prospect }) => prospect));
}

/** Notes what a run takes in, in the transaction that does: its import does not take it again. */
export async function noteTaken(
  tx: Db,
  organizationId: string,
  runId: string,
  numbers: readonly number[],
): Promise<void> {
  if (numbers.length > 0) await tx.query(take, [organizationId, runId, numbers]);
}

/** Lets an import take again what it took, or what one of its runs did: that was undone, or the import is deleted. */
export async function giveTakenBack(tx: Db, organizationId: string, importId: string, runId: string | null) {
  await tx.query(giveBack, [organizationId, importId, runId]);
}
