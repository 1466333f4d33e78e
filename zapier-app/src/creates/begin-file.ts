import { type Client, type Import, type ImportRun, isApiError } from "@firstquadrant/core-client";
import type { ZObject } from "zapier-platform-core";

/** An import with the run that works through a file of it. */
export interface FileRun {
  target: Import;
  run: ImportRun;
}

/** Accepts what the file's columns are taken for, where the import was told nothing. */
async function acceptColumns(client: Client, z: ZObject, { id, name }: Import): Promise<void> {
  const { fieldMapping, file } = await client.imports.preview(id, {});
  if (fieldMapping !== null && Object.hasOwn(fieldMapping, "email")) {
    await client.imports.update(id, { fieldMapping });
    return;
  }
  throw new z.errors.Error(
    `No column of the file looks like an email address: ${file?.columns.join(", ") ?? "it has none"}. Name one of them Email, or choose the columns of the import “${name}” in FirstQuadrant. Then replay this run.`,
    "missing_columns",
  );
}

/** Somebody else may have started it at the same moment: then it runs, and that is what was wanted. */
async function start(client: Client, id: string): Promise<void> {
  await client.imports.start(id).catch((error: unknown) => {
    if (!isApiError(error) || error.code !== "invalid_transition") throw error;
  });
}

/** The run over a file, as it is now. */
export async function fileRun(
  client: Client,
  importId: string,
  isWanted: (run: ImportRun) => boolean,
): Promise<FileRun | undefined> {
  const find = async () => (await client.imports.runs(importId)).find(isWanted);
  const seen = await find();
  const target = await client.imports.get(importId);
  // The end of a run completes its import: a run that was seen before that may be over by now.
  const run = seen?.endedAt === null && target.status !== "running" ? await find() : seen;
  return run === undefined ? undefined : { target, run };
}

/**
 * Sees to it that an import works through a file that it has. One that runs has begun by itself; and a file that it
 * worked through before is not begun again, so a repeat of the step finds the run of the first try. One that was
 * interrupted goes on.
 */
export async function beginFile(client: Client, z: ZObject, target: Import, fileId: string): Promise<FileRun> {
  const isOfFile = (run: ImportRun) => run.fileId === fileId;
  const begun = await fileRun(client, target.id, isOfFile);
  if (begun !== undefined && (begun.run.endedAt !== null || begun.target.status === "running")) return begun;
  if (target.fieldMapping === null) await acceptColumns(client, z, target);
  await start(client, target.id);
  const started = await fileRun(client, target.id, isOfFile);
  if (started !== undefined) return started;
  throw new z.errors.Error(
    `The import “${target.name}” has the file and did not begin with it. Look at the import in FirstQuadrant.`,
    "not_begun",
  );
}
