import { type Db, statement } from "../db/db.ts";
import { newId } from "../ids.ts";

// A file whose run was undone is worked through again while it is the newest: after that it was the wrong one.
const findUnworked = statement(
  "find-unworked-files",
  `select f.id from import_files f
   where f.organization_id = $1 and f.import_id = $2 and not exists (
     select 1 from runs r
     where r.organization_id = f.organization_id and r.import_id = f.import_id and r.source ->> 'fileId' = f.id
       and (r.undone_at is null or f.id <> (
         select max(n.id) from import_files n where n.organization_id = $1 and n.import_id = $2)))
   order by f.id`,
);

const insertRun = statement(
  "insert-run",
  `insert into runs (organization_id, id, import_id, status, source, created_at)
   values ($1, $2, $3, 'waiting', jsonb_build_object('fileId', $4::text), $5)`,
);

/** Opens a run for every file of an import that has had none. To be called while the import is locked. */
export async function openRuns(tx: Db, organizationId: string, importId: string, now: Date): Promise<void> {
  const files = await tx.query<{ id: string }>(findUnworked, [organizationId, importId]);
  for (const { id } of files) {
    await tx.query(insertRun, [organizationId, newId("run"), importId, id, now.toISOString()]);
  }
}
