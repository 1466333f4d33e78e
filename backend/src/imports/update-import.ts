import { isDeepStrictEqual } from "node:util";
import type { ImportPatch } from "@firstquadrant/core-client";
import { type Db, statement } from "../db/db.ts";
import { AppError } from "../errors.ts";
import { newSecret } from "../keys/secret.ts";
import { requireProspectMethod } from "../prospects/require-search.ts";
import { scheduleAgain } from "../qualification/schedule-again.ts";
import { withIds } from "../qualification/with-ids.ts";
import { nextRunAt } from "../schedules/next-run-at.ts";
import { scheduleOfMode } from "../schedules/schedule-of-mode.ts";
import { getImport } from "./find-import.ts";
import type { ImportRecord } from "./import-record.ts";

// $3 holds what is given and nothing else: `?` tells "set to null" from "not said".
const updateFields = statement(
  "update-import",
  `update imports set
     name = coalesce($3::jsonb ->> 'name', name),
     mode = coalesce($3::jsonb ->> 'mode', mode),
     on_conflict = coalesce($3::jsonb ->> 'onConflict', on_conflict),
     unknown_fields = coalesce($3::jsonb ->> 'unknownFields', unknown_fields),
     field_policies = coalesce($3::jsonb -> 'fieldPolicies', field_policies),
     field_mapping = case when $3::jsonb ? 'fieldMapping'
       then nullif($3::jsonb -> 'fieldMapping', 'null'::jsonb) else field_mapping end,
     schedule = case when $3::jsonb ? 'schedule'
       then nullif($3::jsonb -> 'schedule', 'null'::jsonb) else schedule end,
     next_run_at = case when $3::jsonb ? 'schedule' then ($3::jsonb ->> 'nextRunAt')::timestamptz else next_run_at end,
     prospects = coalesce($3::jsonb -> 'prospects', prospects),
     source_url = case when $3::jsonb ? 'sourceUrl' then $3::jsonb ->> 'sourceUrl' else source_url end,
     qualification = coalesce($3::jsonb -> 'qualification', qualification),
     default_country = case when $3::jsonb ? 'defaultCountry'
       then $3::jsonb ->> 'defaultCountry' else default_country end,
     updated_at = $4
   where organization_id = $1 and id = $2`,
);

const nameTaken = statement(
  "find-import-name-taken",
  `select o.id from imports o join imports t
     on t.organization_id = o.organization_id and t.method = o.method and t.app = o.app
   where t.organization_id = $1 and t.id = $2 and o.id <> t.id and o.name = $3`,
);

const setSecret = statement(
  "rotate-import-trigger",
  "update imports set trigger_secret = $3, updated_at = $4 where organization_id = $1 and id = $2",
);

/**
 * The schedule after a change of it or of the mode, and when it is due; nothing where neither is changed. Another mode
 * takes the schedule along.
 */
function changedSchedule(present: ImportRecord, patch: ImportPatch, now: Date) {
  if (patch.mode === undefined && patch.schedule === undefined) return {};
  const mode = patch.mode ?? present.mode;
  const kept = mode === "recurring" ? present.schedule : null;
  const schedule = scheduleOfMode(present.method, mode, patch.schedule === undefined ? kept : patch.schedule, now);
  const isDue = schedule !== null && present.status === "running";
  return { schedule, nextRunAt: isDue ? nextRunAt(schedule, now) : null };
}

/**
 * Changes what is given, and leaves the rest. Other questions are asked of the rows again that the present ones left out.
 *
 * @throws AppError `not_found`, `already_exists`, or `validation_error` when mode, schedule and method do not go together.
 */
export async function updateImport(
  tx: Db,
  organizationId: string,
  id: string,
  patch: ImportPatch,
  now: Date,
): Promise<ImportRecord> {
  if (patch.name !== undefined && (await tx.query(nameTaken, [organizationId, id, patch.name])).length > 0) {
    throw new AppError(
      "already_exists",
      `There is another import named ${JSON.stringify(patch.name)} of the same method and app.`,
      "Choose another name.",
      { details: [{ field: "name", message: "is taken" }] },
    );
  }
  const present = await getImport(tx, organizationId, id);
  if (patch.prospects !== undefined) requireProspectMethod(present);
  const qualification = patch.qualification === undefined ? undefined : withIds(patch.qualification);
  const given = { ...patch, ...(qualification && { qualification }), ...changedSchedule(present, patch, now) };
  const isAskedAnew = qualification !== undefined && !isDeepStrictEqual(qualification, present.qualification);
  await tx.query(updateFields, [organizationId, id, JSON.stringify(given), now.toISOString()]);
  if (isAskedAnew) await scheduleAgain(tx, organizationId, id);
  return getImport(tx, organizationId, id);
}

/** Gives the import a new address for records; the old one ends at once. @throws AppError `not_found` */
export async function rotateTrigger(tx: Db, organizationId: string, id: string, now: Date): Promise<ImportRecord> {
  await tx.query(setSecret, [organizationId, id, newSecret(), now.toISOString()]);
  return getImport(tx, organizationId, id);
}
