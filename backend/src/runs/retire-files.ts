import { type Db, statement } from "../db/db.ts";

// What is worked through, or waits for it, is kept; and so is what the next one is compared with.
const retire = statement(
  "retire-fetched-files",
  `delete from import_files f
   where f.organization_id = $1 and f.import_id = $2 and f.fetched is not null
     and f.id not in (
       select n.id from import_files n where n.organization_id = $1 and n.import_id = $2 and n.fetched is not null
       order by n.id desc limit 5)
     and exists (
       select 1 from runs r
       where r.organization_id = f.organization_id and r.import_id = f.import_id and r.source ->> 'fileId' = f.id)
     and not exists (
       select 1 from runs r
       where r.organization_id = f.organization_id and r.import_id = f.import_id and r.source ->> 'fileId' = f.id
         and (r.status in ('waiting', 'running') or r.id = (
           select max(w.id) from runs w
           where w.organization_id = $1 and w.import_id = $2 and w.status = 'finished' and w.undone_at is null
             and w.source ->> 'fileId' is not null)))
   returning f.id`,
);

/**
 * Forgets the files that were fetched for a recurring import, but for the newest five: they can be fetched again, and would
 * fill the disk.
 *
 * @returns Their ids; their bytes are to be removed once this is committed.
 */
export async function retireFiles(tx: Db, organizationId: string, importId: string): Promise<string[]> {
  return (await tx.query<{ id: string }>(retire, [organizationId, importId])).map(({ id }) => id);
}
