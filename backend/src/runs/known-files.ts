import { type Db, statement } from "../db/db.ts";
import type { Fetched } from "../files/fetched-file.ts";
import type { ImportFileRecord } from "../files/import-files.ts";

// What was worked through before the import was changed is not known any more: it would become something else now.
const findWorked = statement(
  "find-last-worked-file",
  `select f.* from import_files f
   join imports i on i.organization_id = f.organization_id and i.id = f.import_id
   join runs r on r.organization_id = f.organization_id and r.import_id = f.import_id and r.source ->> 'fileId' = f.id
   where f.organization_id = $1 and f.import_id = $2 and f.fetched ->> 'url' = $3
     and r.status = 'finished' and r.undone_at is null and r.started_at >= i.updated_at
   order by r.id desc limit 1`,
);

const findFormer = statement(
  "find-former-file",
  `select f.*, exists (
     select 1 from runs r
     where r.organization_id = f.organization_id and r.import_id = f.import_id and r.source ->> 'fileId' = f.id
       and r.status = 'finished') as is_worked
   from import_files f
   where f.organization_id = $1 and f.import_id = $2 and f.id <> $3
   order by f.fetched is not null desc, is_worked desc, f.id desc limit 1`,
);

/** The file that was fetched from an address and worked through last, as the import is set up now; null if none was. */
export async function findLastWorked(db: Db, organizationId: string, importId: string, url: string) {
  const [found] = await db.query<ImportFileRecord & { fetched: Fetched }>(findWorked, [organizationId, importId, url]);
  return found ?? null;
}

/** The file of an import whose format a person has accepted; null where there is none but the one that is asked about. */
export async function findFormerFile(db: Db, organizationId: string, importId: string, fileId: string) {
  const [found] = await db.query<ImportFileRecord>(findFormer, [organizationId, importId, fileId]);
  return found ?? null;
}
