import type { ImportCounts } from "@firstquadrant/core-client";
import { type Db, statement } from "../db/db.ts";

/** Part of a run: from which record of its source, and to which. */
export interface RunPart {
  id: string;
  from: number;
  to: number;
}

const lockRuns = statement(
  "lock-runs",
  `select id, place from runs
   where organization_id = $1 and id = any($2::text[]) and status = 'running' order by id for no key update`,
);

const advance = statement(
  "advance-run",
  `update runs set place = $3, lease_until = $4::timestamptz + interval '10 seconds',
     received = received + $5, scheduled = scheduled + $6, created = created + $7, updated = updated + $8,
     unchanged = unchanged + $9, skipped = skipped + $10, unqualified = unqualified + $11, rejected = rejected + $12
   where organization_id = $1 and id = $2`,
);

/** Where these runs are; a run that has ended, or is given back, is missing. */
export async function lockRunPlaces(
  tx: Db,
  organizationId: string,
  ids: readonly string[],
): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const found = await tx.query<{ id: string; place: number }>(lockRuns, [organizationId, ids]);
  return new Map(found.map(({ id, place }) => [id, place]));
}

/** Moves a run on, in the transaction that takes its records in. */
export async function advanceRun(tx: Db, organizationId: string, part: RunPart, counts: ImportCounts, now: Date) {
  const { received, scheduled, created, updated, unchanged, skipped, unqualified, rejected } = counts;
  const numbers = [received, scheduled, created, updated, unchanged, skipped, unqualified, rejected];
  await tx.query(advance, [organizationId, part.id, part.to, now.toISOString(), ...numbers]);
}
