import type { StartImportInput, StartImportResult } from "@firstquadrant/core-client";
import { type Db, statement } from "../db/db.ts";
import { insertDraft } from "./create-import.ts";
import { getImport } from "./find-import.ts";
import { toImport } from "./import-record.ts";
import { tryTransition } from "./transition.ts";

const findByName = statement(
  "find-import-by-name",
  "select id from imports where organization_id = $1 and method = $2 and app = $3 and name = $4",
);

/**
 * Finds the import of this name, method and app, or makes it, and sees to it that it runs.
 * What an automation calls on every run: the same words are the same import.
 */
export async function findOrCreateAndStart(
  tx: Db,
  organizationId: string,
  input: StartImportInput,
  context: { origin: string; now: Date },
): Promise<StartImportResult> {
  const made = await insertDraft(tx, organizationId, { mode: "continuous", ...input }, context.now);
  const [found] =
    made === null
      ? await tx.query<{ id: string }>(findByName, [organizationId, input.method, input.app ?? "", input.name])
      : [{ id: made }];
  // It was deleted in between: then this caller makes it.
  if (found === undefined) return findOrCreateAndStart(tx, organizationId, input, context);
  const started = await tryTransition(tx, organizationId, found.id, "start", context.now);
  const record = started ?? (await getImport(tx, organizationId, found.id));
  const outcome = started === null ? "alreadyRunning" : made === null ? "started" : "created";
  return { outcome, import: toImport(record, context.origin) };
}
