import type { Client } from "./client.ts";
import { isApiError } from "./errors.ts";
import type { Import, ImportRun } from "./model/import.ts";

/** An import with the run that works through a file of it. */
export interface FileRun {
  target: Import;
  run: ImportRun;
}

/** What became of the wish to have a file worked through. */
export type BegunFile =
  | ({ kind: "begun" } & FileRun)
  /** No column looks like an email address, and nobody has said which is one. */
  | { kind: "missingColumns"; columns: readonly string[] }
  | { kind: "notBegun" };

/** Accepts what the file's columns are taken for. Answers with the columns where none is an email address. */
async function acceptColumns(client: Client, id: string): Promise<readonly string[] | null> {
  const { fieldMapping, file } = await client.imports.preview(id, {});
  if (fieldMapping === null || !Object.hasOwn(fieldMapping, "email")) return file?.columns ?? [];
  await client.imports.update(id, { fieldMapping });
  return null;
}

/** Somebody else may have started it at the same moment: then it runs, and that is what was wanted. */
async function start(client: Client, id: string): Promise<void> {
  await client.imports.start(id).catch((error: unknown) => {
    if (!isApiError(error) || error.code !== "invalid_transition") throw error;
  });
}

/** The run over a file, as it is now; nothing where there is none. */
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
 * worked through before is not begun again, so a repeat finds the run of the first try. One that was interrupted goes
 * on. Where the import was told nothing of its columns, what they are taken for is accepted.
 */
export async function beginFile(client: Client, target: Import, fileId: string): Promise<BegunFile> {
  const isOfFile = (run: ImportRun) => run.fileId === fileId;
  const begun = await fileRun(client, target.id, isOfFile);
  if (begun !== undefined && (begun.run.endedAt !== null || begun.target.status === "running")) {
    return { kind: "begun", ...begun };
  }
  const columns = target.fieldMapping === null ? await acceptColumns(client, target.id) : null;
  if (columns !== null) return { kind: "missingColumns", columns };
  await start(client, target.id);
  const started = await fileRun(client, target.id, isOfFile);
  return started === undefined ? { kind: "notBegun" } : { kind: "begun", ...started };
}
