import { type Db, statement } from "../db/db.ts";
import { describeError } from "../deliveries/describe-error.ts";
import { AppError } from "../errors.ts";
import { fetchFile } from "../files/fetch-file.ts";
import { saidOf } from "../files/format-overrides.ts";
import type { ImportFileRecord } from "../files/import-files.ts";
import { type FileContext, storeFile } from "../files/receive-file.ts";
import { newId } from "../ids.ts";
import { getImport } from "../imports/find-import.ts";
import { findFormerFile, findLastWorked } from "./known-files.ts";
import { retireFiles } from "./retire-files.ts";
import { RunFailure } from "./run-failure.ts";
import type { RunRecord } from "./run-record.ts";

/** How long a download may take, in milliseconds. */
const longestMs = 30 * 60_000;

export interface FetchContext extends FileContext {
  allowPrivateTargets: boolean;
  clock: () => Date;
}

// Of two processes that fetched it, the later one finds that the run has its file.
const setFile = statement(
  "set-run-file",
  `update runs set source = jsonb_build_object('url', $4::text, 'fileId', $3::text)
   where organization_id = $1 and id = $2 and status = 'running' and source ->> 'fileId' is null returning id`,
);

/** The run went on without the one who fetched its file. */
export class RunLostError extends Error {
  override readonly name = "RunLostError";
}

const passing = (error: unknown): RunFailure =>
  error instanceof AppError
    ? new RunFailure(error.message, { isPassing: true, cause: error })
    : new RunFailure(`The download broke off. ${describeError(error)}`, { isPassing: true, cause: error });

async function download(context: FetchContext, run: RunRecord, ending: AbortSignal) {
  const signal = AbortSignal.any([ending, AbortSignal.timeout(longestMs)]);
  const { files, allowPrivateTargets, db } = context;
  // It may have been mended since the run was opened, or tried the last time.
  const { source_url: url } = await getImport(db, run.organization_id, run.import_id);
  if (url === null) throw new RunFailure("The import has no address to fetch a file from.", { isPassing: false });
  const known = await findLastWorked(db, run.organization_id, run.import_id, url);
  try {
    const { bytes, from } = await fetchFile(url, { allowPrivateTargets, known: known?.fetched ?? null, signal });
    if (bytes === null) return null;
    const id = newId("fil");
    const stored = await files.receive(run.organization_id, id, bytes);
    if (stored.size > 0 && stored.digest !== known?.digest) return { id, from, ...stored };
    await files.remove(run.organization_id, id);
    if (stored.size > 0) return null;
  } catch (error) {
    throw passing(error);
  }
  throw new RunFailure("The file that was fetched is empty.", { isPassing: true });
}

/**
 * Fetches the file that a run is to work through, and makes it a file of the import, read as the one before it.
 *
 * @returns Null when it is what was worked through the last time.
 * @throws RunFailure When it cannot be fetched.
 * @throws RunLostError When another process did so first.
 */
export async function fetchForRun(
  context: FetchContext,
  run: RunRecord,
  signal: AbortSignal,
): Promise<ImportFileRecord | null> {
  const { db, files, clock } = context;
  const { organization_id: organizationId, import_id: importId } = run;
  const arrived = await download(context, run, signal);
  if (arrived === null) return null;
  const former = await findFormerFile(db, organizationId, importId, arrived.id);
  const name = former?.name ?? "contacts.csv";
  const overrides = former === null ? {} : saidOf(former.format);
  const retired: string[] = [];
  try {
    const file = await storeFile(
      context,
      organizationId,
      importId,
      { ...arrived, name, overrides },
      clock(),
      async (tx: Db, { id }, { mode }) => {
        const taken = await tx.query(setFile, [organizationId, run.id, id, arrived.from.url]);
        if (taken.length === 0) throw new RunLostError(`The run ${run.id} has its file already.`);
        if (mode === "recurring") retired.push(...(await retireFiles(tx, organizationId, importId)));
      },
    );
    for (const id of retired) await files.remove(organizationId, id);
    return file;
  } catch (error) {
    if (error instanceof AppError || error instanceof RunLostError) await files.remove(organizationId, arrived.id);
    throw error instanceof AppError ? passing(error) : error;
  }
}
