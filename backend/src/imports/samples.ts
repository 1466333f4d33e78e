import type { ImportSample } from "@firstquadrant/core-client";
import { type Db, statement } from "../db/db.ts";

const findSamples = statement(
  "find-import-samples",
  `select id, record, received_at from held_records
   where organization_id = $1 and import_id = $2 and kind = 'sample' order by id desc`,
);

/** What a draft kept of the records that reached its trigger, the newest first. */
export async function findImportSamples(db: Db, organizationId: string, importId: string): Promise<ImportSample[]> {
  const found = await db.query<{ id: string; record: unknown; received_at: Date }>(findSamples, [
    organizationId,
    importId,
  ]);
  return found.map(({ id, record, received_at }) => ({ id, record, receivedAt: received_at.toISOString() }));
}
