import { type Db, statement } from "../db/db.ts";
import { acrossOrganizations, withinOrganization } from "../db/reach.ts";
import type { FileStore } from "../files/file-store.ts";
import { listOrganizations } from "../organizations/list-organizations.ts";
import { fileIdOf } from "../uploads/upload-record.ts";

const day = 24 * 60 * 60 * 1000;

/** Bytes that nobody has written to for so long, in milliseconds, come from no process that is still at work. */
const quietMs = 6 * 60 * 60 * 1000;

const deleteExpired = statement(
  "delete-expired-uploads",
  "delete from uploads where organization_id = $1 and created_at < $2 returning id, file_id",
);

const findFiles = statement("find-files-of-organization", "select id from import_files where organization_id = $1");

const findUploads = statement(
  "find-unfinished-uploads",
  "select id from uploads where organization_id = $1 and file_id is null",
);

async function sweepOrganization(db: Db, files: FileStore, organizationId: string, now: Date, days: number) {
  const since = new Date(now.getTime() - days * day).toISOString();
  const expired = await db.query<{ id: string; file_id: string | null }>(deleteExpired, [organizationId, since]);
  for (const { id, file_id } of expired) if (file_id === null) await files.remove(organizationId, fileIdOf(id));

  const before = now.getTime() - quietMs;
  const found = await files.list(organizationId);
  const quiet = found.flatMap(({ name, writtenAt }) => (writtenAt.getTime() < before ? [name] : []));
  if (quiet.length === 0) return;
  const kept = await db.query<{ id: string }>(findFiles, [organizationId]);
  const coming = await db.query<{ id: string }>(findUploads, [organizationId]);
  const known = new Set([...kept.map((file) => file.id), ...coming.map((upload) => fileIdOf(upload.id))]);
  for (const name of quiet) if (!known.has(name)) await files.remove(organizationId, name);
}

/**
 * Removes uploads that took too long, and all bytes that are nobody's: what a process left that died while it received
 * or removed a file. Folders of organizations that this database does not know are not touched.
 */
export async function sweepFiles(db: Db, files: FileStore, now: Date, uploadRetentionDays: number): Promise<void> {
  const organizations = await acrossOrganizations("files of all are swept", () => listOrganizations(db));
  for (const { id } of organizations) {
    await withinOrganization(id, () => sweepOrganization(db, files, id, now, uploadRetentionDays));
  }
}
