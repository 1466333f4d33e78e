import { getImportFile } from "../files/import-files.ts";
import type { FileContext } from "../files/receive-file.ts";
import { getImport } from "../imports/find-import.ts";
import { findFormerFile } from "./known-files.ts";
import { type LostField, lostFields } from "./lost-fields.ts";
import { recordsOfFile } from "./records-of-file.ts";
import { sureEnough } from "./require-readable.ts";
import { RunFailure } from "./run-failure.ts";
import type { RunRecord } from "./run-record.ts";
import type { SourceRecord } from "./run-source.ts";

const nameOf = ({ field, columns }: LostField): string =>
  `${columns.map((column) => JSON.stringify(column)).join(" or ")} for ${field}`;

/** Says why a file cannot be worked through as the import is set up: better once than in each of its rows. */
async function requireWorkable({ db }: FileContext, run: RunRecord, fileId: string): Promise<void> {
  const { organization_id: organizationId, import_id: importId } = run;
  const { field_mapping: mapping } = await getImport(db, organizationId, importId);
  const { format } = await getImportFile(db, organizationId, importId, fileId);
  if (format.confidence.encoding < sureEnough) {
    throw new RunFailure(
      `How the file is encoded is not sure; ${format.encoding} is a guess. ` +
        `Say it: PATCH /imports/{id}/files/${fileId} with { "encoding": … }. Then run the import again.`,
      { isPassing: false },
    );
  }
  const former = await findFormerFile(db, organizationId, importId, fileId);
  const lost = mapping === null ? [] : lostFields(mapping, format.columns, former?.format.columns ?? null);
  if (mapping !== null && lost.length === 0) return;
  const reason =
    mapping === null
      ? "The import has no field mapping."
      : `The file has other columns than the import's field mapping: there is no ${lost.map(nameOf).join(", no ")}.`;
  throw new RunFailure(
    `${reason} Nothing was taken in. See what is proposed: POST /imports/{id}/preview. Accept a mapping: PATCH ` +
      "/imports/{id}. Then run the import again.",
    { isPassing: false },
  );
}

/**
 * The records of a file that was fetched, from the one at which the run was left.
 *
 * @throws RunFailure When it is none that the import is set up for.
 */
export async function* recordsOfUrl(
  context: FileContext,
  run: RunRecord,
  fileId: string,
): AsyncGenerator<SourceRecord, void, undefined> {
  await requireWorkable(context, run, fileId);
  yield* recordsOfFile(context, run, fileId);
}
