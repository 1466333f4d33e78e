import type { ImportInput, ImportMethod, ImportMode } from "@firstquadrant/core-client";
import { type Db, statement } from "../db/db.ts";
import { AppError } from "../errors.ts";
import { newId } from "../ids.ts";
import { newSecret } from "../keys/secret.ts";
import { withIds } from "../qualification/with-ids.ts";
import { scheduleOfMode } from "../schedules/schedule-of-mode.ts";
import { getImport } from "./find-import.ts";
import type { ImportRecord } from "./import-record.ts";

const insertImport = statement(
  "insert-import",
  `insert into imports (organization_id, id, name, method, app, mode, status, trigger_secret, field_mapping,
     on_conflict, field_policies, unknown_fields, default_country, qualification, schedule, prospects, source_url,
     created_at, updated_at)
   values ($1, $2, $3, $4, $5, $6, 'draft', $7, $8::jsonb, $9, $10::jsonb, $11, $12, $13::jsonb, $14::jsonb, $15::jsonb, $16, $17,
     $17)
   on conflict (organization_id, method, app, name) do nothing
   returning id`,
);

const modes: Record<ImportMethod, ImportMode> = {
  prospect: "once",
  upload: "once",
  webhook: "continuous",
  app: "continuous",
};

/** Makes a draft; null when the organization has an import of this name, method and app. */
export async function insertDraft(
  tx: Db,
  organizationId: string,
  input: ImportInput,
  now: Date,
): Promise<string | null> {
  const [inserted] = await tx.query<{ id: string }>(insertImport, [
    organizationId,
    newId("imp"),
    input.name,
    input.method,
    input.app ?? "",
    input.mode ?? modes[input.method],
    newSecret(),
    input.fieldMapping == null ? null : JSON.stringify(input.fieldMapping),
    input.onConflict ?? "upsert",
    JSON.stringify(input.fieldPolicies ?? {}),
    input.unknownFields ?? "warn",
    input.defaultCountry ?? null,
    JSON.stringify(withIds(input.qualification ?? [])),
    input.schedule == null ? null : JSON.stringify(input.schedule),
    input.prospects === undefined ? null : JSON.stringify(input.prospects),
    input.sourceUrl ?? null,
    now.toISOString(),
  ]);
  return inserted?.id ?? null;
}

/** @throws AppError `already_exists`, or `validation_error` when mode and schedule do not go together. */
export async function createImport(
  tx: Db,
  organizationId: string,
  input: ImportInput,
  now: Date,
): Promise<ImportRecord> {
  const mode = input.mode ?? modes[input.method];
  const schedule = scheduleOfMode(input.method, mode, input.schedule ?? null, now);
  const id = await insertDraft(tx, organizationId, { ...input, mode, schedule }, now);
  if (id === null) {
    throw new AppError(
      "already_exists",
      `There is an import named ${JSON.stringify(input.name)} of the method ${input.method} already.`,
      "Choose another name, or PUT /imports/start to find and start the one that is there.",
      { details: [{ field: "name", message: "is taken" }] },
    );
  }
  return getImport(tx, organizationId, id);
}
