import { type Db, statement } from "../db/db.ts";
import { fileRecords } from "../files/file-records.ts";
import type { FileStore } from "../files/file-store.ts";
import type { ImportFileRecord } from "../files/import-files.ts";
import { UnreadableFile } from "../sheets/unreadable-file.ts";
import { addressPattern } from "./address-pattern.ts";
import { findContactAddresses } from "./contact-addresses.ts";

// Where a run brought a row of the contact, its file is known by that. The others have to be read.
const findUnread = statement(
  "find-files-that-may-name",
  `select f.* from import_files f
   where f.organization_id = $1 and (
     not exists (
       select 1 from runs r
       where r.organization_id = f.organization_id and r.import_id = f.import_id and r.source ->> 'fileId' = f.id)
     or (
       f.import_id in (select w.import_id from import_rows w where w.organization_id = $1 and w.contact_id = $2)
       and f.id not in (
         select r.source ->> 'fileId' from runs r
         where r.organization_id = $1 and r.source ->> 'fileId' is not null and r.id in (
           select w.run_id from import_rows w
           where w.organization_id = $1 and w.contact_id = $2 and w.run_id is not null))))
   order by f.id`,
);

/** The same pattern, in the words of JavaScript. */
const patternOf = (addresses: readonly string[]): RegExp =>
  new RegExp(addressPattern(addresses).replaceAll("[:alnum:]", "a-z0-9\\u00c0-\\uffff"), "i");

/**
 * Finds the files that name a contact, and by none of its rows are known to: files that no run has worked through yet,
 * and others of the imports that brought it. They are read to their end, whatever their size.
 *
 * @returns Their ids.
 */
export async function findFilesNaming(
  { db, files }: { db: Db; files: FileStore },
  organizationId: string,
  contactId: string,
): Promise<string[]> {
  const addresses = await findContactAddresses(db, organizationId, contactId);
  if (addresses.length === 0) return [];
  const pattern = patternOf(addresses);

  async function isNaming(file: ImportFileRecord): Promise<boolean> {
    try {
      for await (const { values } of fileRecords(files, organizationId, file)) {
        if (pattern.test(JSON.stringify(values))) return true;
      }
      return false;
    } catch (error) {
      // What nobody can read names nobody, as far as anybody can tell.
      if (error instanceof UnreadableFile) return false;
      throw error;
    }
  }

  const named: string[] = [];
  const unread = await db.query<ImportFileRecord>(findUnread, [organizationId, contactId]);
  for (const file of unread) if (await isNaming(file)) named.push(file.id);
  return named;
}
