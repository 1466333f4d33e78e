import type { ImportCounts } from "@firstquadrant/core-client";
import { type Db, statement } from "../db/db.ts";
import { noteTaken } from "../prospects/taken.ts";

/** Part of a run: from which record of its source, and to which. */
export interface RunPart {
  id: string;
  from: number;
  to: number;
  /** The prospects that its records are of: its import does not take them again. */
  prospects: readonly number[];
  /** How much of its source's bytes is done with it. */
  bytes?: { done: number; total: number } | undefined;
}

const findPlaces = statement(
  "find-run-places",
  "select id, place from runs where organization_id = $1 and id = any($2::text[]) and status = 'running'",
);

// The speed since it moved the last time, and how much it weighs: the more, the longer that was.
const speed =
  "($3::bigint - place) / greatest(0.001, extract(epoch from $4::timestamptz - moved_at))::double precision";
const weight = "(1 - exp(-extract(epoch from $4::timestamptz - moved_at)::double precision / 10))";

const advance = statement(
  "advance-run",
  `update runs set place = $3::bigint, lease_until = $4::timestamptz + interval '10 seconds',
     received = received + $5, scheduled = scheduled + $6, created = created + $7, updated = updated + $8,
     unchanged = unchanged + $9, skipped = skipped + $10, unqualified = unqualified + $11, rejected = rejected + $12,
     bytes_done = coalesce($13, bytes_done), bytes_total = coalesce($14, bytes_total), moved_at = $4::timestamptz,
     records_per_second = coalesce(records_per_second + ${weight} * (${speed} - records_per_second), ${speed})
   where organization_id = $1 and id = $2 and status = 'running' and place = $15
   returning id`,
);

/** Where these runs are; a run that has ended, or is given back, is missing. */
export async function findRunPlaces(
  tx: Db,
  organizationId: string,
  ids: readonly string[],
): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const found = await tx.query<{ id: string; place: number }>(findPlaces, [organizationId, ids]);
  return new Map(found.map(({ id, place }) => [id, place]));
}

/**
 * Moves a run on, in the transaction that takes its records in.
 *
 * @returns Whether it was where the part begins; otherwise nothing was done.
 */
export async function advanceRun(
  tx: Db,
  organizationId: string,
  part: RunPart,
  counts: ImportCounts,
  now: Date,
): Promise<boolean> {
  const { received, scheduled, created, updated, unchanged, skipped, unqualified, rejected } = counts;
  const numbers = [received, scheduled, created, updated, unchanged, skipped, unqualified, rejected];
  const bytes = [part.bytes?.done ?? null, part.bytes?.total ?? null];
  const place = [organizationId, part.id, part.to, now.toISOString()];
  const moved = await tx.query(advance, [...place, ...numbers, ...bytes, part.from]);
  if (moved.length === 0) return false;
  await noteTaken(tx, organizationId, part.id, part.prospects);
  return true;
}
