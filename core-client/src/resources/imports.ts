import type { ContactRecord } from "../model/contact.ts";
import type { ImportFile } from "../model/file.ts";
import type {
  BatchResult,
  ConflictPolicy,
  Import,
  ImportInput,
  ImportPatch,
  ImportRow,
  ImportRun,
  ImportSample,
  IntakeResult,
  StartImportInput,
  StartImportResult,
} from "../model/import.ts";
import type { Preview, PreviewInput } from "../model/preview.ts";
import type { ImportProgress } from "../model/progress.ts";
import type { UndoResult } from "../model/undo.ts";
import { paginate } from "../paginate.ts";
import { type ListParams, listQuery, type WriteOptions, writeHeaders } from "../request.ts";
import type { Send } from "../send.ts";

/** The most records that one batch holds. */
export const maxBatchSize = 1000;

const pathOf = (id: string) => `/imports/${encodeURIComponent(id)}`;
const rowPath = (id: string, rowId: string) => `${pathOf(id)}/rows/${encodeURIComponent(rowId)}`;

export function importsResource(send: Send) {
  const list = (params: ListParams = {}) =>
    send<Import[]>({ method: "GET", path: "/imports", query: listQuery(params) });
  const rows = (id: string, params: ListParams = {}) =>
    send<ImportRow[]>({ method: "GET", path: `${pathOf(id)}/rows`, query: listQuery(params) });
  return {
    list,
    /** All imports, page by page. */
    all: (params: Omit<ListParams, "limit" | "startingAfter" | "endingBefore"> = {}) =>
      paginate((page) => list({ ...params, ...page })),
    count: (params: Pick<ListParams, "query" | "filters"> = {}) =>
      send<{ count: number }>({ method: "GET", path: "/imports/count", query: listQuery(params) }),
    get: (id: string) => send<Import>({ method: "GET", path: pathOf(id) }),
    create: (body: ImportInput, options?: WriteOptions) =>
      send<Import>({ method: "POST", path: "/imports", body, headers: writeHeaders(options) }),
    update: (id: string, body: ImportPatch, options?: WriteOptions & { ifMatch?: string }) =>
      send<Import>({
        method: "PATCH",
        path: pathOf(id),
        body,
        headers: { ...writeHeaders(options), ...(options?.ifMatch && { "If-Match": options.ifMatch }) },
      }),
    /** Deletes an import that is not running; its contacts stay. */
    delete: (id: string, options?: WriteOptions) =>
      send<undefined>({ method: "DELETE", path: pathOf(id), headers: writeHeaders(options) }),
    start: (id: string, options?: WriteOptions) =>
      send<Import>({ method: "POST", path: `${pathOf(id)}/start`, headers: writeHeaders(options) }),
    /** Works through a running import's source now, out of its schedule; `lastRun` is the run. */
    run: (id: string, options?: WriteOptions) =>
      send<Import>({ method: "POST", path: `${pathOf(id)}/run`, headers: writeHeaders(options) }),
    complete: (id: string, options?: WriteOptions) =>
      send<Import>({ method: "POST", path: `${pathOf(id)}/complete`, headers: writeHeaders(options) }),
    /**
     * Takes back what an import that is not running created and changed, or one of its runs; what was changed since
     * stays. Calling it again finishes one that was cut off.
     */
    undo: (id: string, { runId, ...options }: WriteOptions & { runId?: string } = {}) =>
      send<UndoResult>({
        method: "POST",
        path: `${pathOf(id)}/undo`,
        body: runId === undefined ? {} : { runId },
        headers: writeHeaders(options),
      }),
    /** Finds the import of this name, method and app, or makes it, and starts it: the same words, the same import. */
    findOrCreateAndStart: (body: StartImportInput, options?: WriteOptions) =>
      send<StartImportResult>({ method: "PUT", path: "/imports/start", body, headers: writeHeaders(options) }),
    /** A new address for records; the old one ends at once. */
    rotateTrigger: (id: string, options?: WriteOptions) =>
      send<Import>({ method: "POST", path: `${pathOf(id)}/trigger/rotate`, headers: writeHeaders(options) }),
    addContact: (id: string, body: ContactRecord, options?: WriteOptions) =>
      send<IntakeResult>({ method: "POST", path: `${pathOf(id)}/contacts`, body, headers: writeHeaders(options) }),
    /**
     * Up to 1,000 records at once; each has its own result, in the order sent. `onConflict` goes before the import's
     * own setting, for these records.
     */
    addContacts: (
      id: string,
      records: readonly ContactRecord[],
      options?: WriteOptions & { onConflict?: ConflictPolicy },
    ) =>
      send<BatchResult>({
        method: "POST",
        path: `${pathOf(id)}/contacts/batch`,
        body: { records, ...(options?.onConflict && { onConflict: options.onConflict }) },
        headers: writeHeaders(options),
      }),
    /** Has an upload fetch its file from an address; the answer comes when it is stored. */
    fetchFile: (id: string, url: string, options?: WriteOptions) =>
      send<ImportFile>({
        method: "PUT",
        path: `${pathOf(id)}/file`,
        body: { url },
        headers: writeHeaders(options),
      }),
    /** The files of an upload, in the order in which they were received. */
    files: (id: string) => send<ImportFile[]>({ method: "GET", path: `${pathOf(id)}/files` }),
    /** The runs of an upload, the newest first. */
    runs: (id: string) => send<ImportRun[]>({ method: "GET", path: `${pathOf(id)}/runs` }),
    /** What would happen to these records, or to the beginning of the newest file; nothing is stored. */
    preview: (id: string, body: PreviewInput) => send<Preview>({ method: "POST", path: `${pathOf(id)}/preview`, body }),
    rows,
    /** All rows, page by page. */
    allRows: (id: string, params: Omit<ListParams, "limit" | "startingAfter" | "endingBefore"> = {}) =>
      paginate((page) => rows(id, { ...params, ...page })),
    /** Takes a row in that was unqualified: a person's decision, which the questions do not change again. */
    qualifyRow: (id: string, rowId: string, options?: WriteOptions) =>
      send<ImportRow>({ method: "POST", path: `${rowPath(id, rowId)}/qualify`, headers: writeHeaders(options) }),
    /** Makes a row unqualified that was taken in; its contact goes only if nothing else knows of it. */
    disqualifyRow: (id: string, rowId: string, options?: WriteOptions) =>
      send<ImportRow>({ method: "POST", path: `${rowPath(id, rowId)}/disqualify`, headers: writeHeaders(options) }),
    /** How far the present run is, or how far the last one came. */
    progress: (id: string) => send<ImportProgress>({ method: "GET", path: `${pathOf(id)}/progress` }),
    /** The newest records that a draft import kept as examples. */
    samples: (id: string) => send<ImportSample[]>({ method: "GET", path: `${pathOf(id)}/samples` }),
  };
}
