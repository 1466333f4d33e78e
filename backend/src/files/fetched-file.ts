import { type Db, statement } from "../db/db.ts";

/** Where a file was fetched from, and what was said there of its version. */
export interface Fetched {
  url: string;
  etag: string | null;
  lastModified: string | null;
}

const note = statement(
  "note-fetched-file",
  "update import_files set fetched = $4::jsonb where organization_id = $1 and import_id = $2 and id = $3",
);

const remember = statement(
  "remember-source-url",
  `update imports set source_url = $3, updated_at = $4
   where organization_id = $1 and id = $2 and source_url is distinct from $3`,
);

/** Keeps with a file where it was fetched from. */
export async function noteFetched(tx: Db, organizationId: string, importId: string, fileId: string, from: Fetched) {
  await tx.query(note, [organizationId, importId, fileId, JSON.stringify(from)]);
}

/** Keeps with an import where its file was fetched from, so that it is fetched there again. */
export async function rememberSourceUrl(tx: Db, organizationId: string, importId: string, url: string, now: Date) {
  await tx.query(remember, [organizationId, importId, url, now.toISOString()]);
}
