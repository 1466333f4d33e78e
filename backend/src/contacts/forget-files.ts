import { type Db, statement } from "../db/db.ts";
import { AppError } from "../errors.ts";

const findOfRuns = statement(
  "find-files-of-runs",
  `select distinct r.source ->> 'fileId' as id from runs r
   where r.organization_id = $1 and r.id = any($2::text[]) and r.source ->> 'fileId' is not null`,
);

const lockImports = statement(
  "lock-imports-of-files",
  `select t.id, t.status from imports t
   where t.organization_id = $1 and t.id in (
     select f.import_id from import_files f where f.organization_id = $1 and f.id = any($2::text[]))
   order by t.id for no key update`,
);

const findOpen = statement(
  "find-open-runs-of-files",
  `select import_id from runs
   where organization_id = $1 and source ->> 'fileId' = any($2::text[]) and status in ('waiting', 'running')`,
);

const endRuns = statement(
  "end-runs-of-forgotten-files",
  `update runs set status = 'failed', error = $3, ended_at = $4, lease_until = null
   where organization_id = $1 and source ->> 'fileId' = any($2::text[]) and status in ('waiting', 'running')
   returning id`,
);

const deleteFiles = statement(
  "forget-files",
  "delete from import_files where organization_id = $1 and id = any($2::text[]) returning id",
);

const atWork = (importId: string) =>
  new AppError(
    "resource_locked",
    `A run of the import ${importId} works through a file that names this contact. Nothing was forgotten yet.`,
    "Wait until the run has ended, or complete the import: POST /imports/{id}/complete. Then forget the contact.",
    { retryAfter: 60 },
  );

/**
 * Deletes whole files that name a contact: taking one line out of them would make them other files. To be called in the
 * transaction that forgets it.
 *
 * @param runIds Runs that brought rows of it.
 * @param named Further files that name it.
 * @returns The files whose bytes are to be removed once this is committed.
 * @throws AppError `resource_locked` while one of them is worked through: what is not read yet would be lost.
 */
export async function forgetFiles(
  tx: Db,
  organizationId: string,
  { runIds, named }: { runIds: readonly string[]; named: readonly string[] },
  now: Date,
): Promise<string[]> {
  const ofRuns = await tx.query<{ id: string }>(findOfRuns, [organizationId, runIds]);
  const ids = [...new Set([...ofRuns.map(({ id }) => id), ...named])];
  if (ids.length === 0) return [];
  const imports = await tx.query<{ id: string; status: string }>(lockImports, [organizationId, ids]);
  const running = new Set(imports.filter(({ status }) => status === "running").map(({ id }) => id));
  const open = await tx.query<{ import_id: string }>(findOpen, [organizationId, ids]);
  const busy = open.find(({ import_id }) => running.has(import_id));
  if (busy !== undefined) throw atWork(busy.import_id);
  const why = "The file was deleted: it named a contact that was forgotten.";
  await tx.query(endRuns, [organizationId, ids, why, now.toISOString()]);
  return (await tx.query<{ id: string }>(deleteFiles, [organizationId, ids])).map(({ id }) => id);
}
