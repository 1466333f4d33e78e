import { type Db, statement } from "../db/db.ts";
import type { ImportRecord } from "../imports/import-record.ts";
import { rowColumns } from "../mending/mended-file.ts";
import { insertRun } from "./insert-run.ts";

// A file whose run was undone is worked through again while it is the newest: after that it was the wrong one. A file of
// mended rows that was undone together with it belongs to it, and does not take its place.
const findUnworked = statement(
  "find-unworked-files",
  `select f.id from import_files f
   where f.organization_id = $1 and f.import_id = $2 and not exists (
     select 1 from runs r
     where r.organization_id = f.organization_id and r.import_id = f.import_id and r.source ->> 'fileId' = f.id
       and (r.undone_at is null or exists (
         select 1 from import_files n
         where n.organization_id = $1 and n.import_id = $2 and n.id > f.id and not (
           n.format -> 'columns' @> '${JSON.stringify(rowColumns)}' and exists (
             select 1 from runs m
             where m.organization_id = $1 and m.import_id = $2 and m.source ->> 'fileId' = n.id
               and m.undone_at = r.undone_at)))))
   order by f.id`,
);

/** Opens a run for each file of an import that has had none. To be called while the import is locked. @returns How many. */
export async function openFileRuns(tx: Db, { organization_id, id }: ImportRecord, now: Date): Promise<number> {
  const files = await tx.query<{ id: string }>(findUnworked, [organization_id, id]);
  for (const file of files) await insertRun(tx, organization_id, id, { fileId: file.id }, now);
  return files.length;
}
