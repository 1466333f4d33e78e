import {
  companyFields,
  contactFields,
  type FieldMapping,
  type FieldSource,
  type Import,
  type ImportRun,
  sampleImport,
} from "@firstquadrant/core-client";
import type { PlainOutputField } from "zapier-platform-core";
import { fieldLabel } from "../fields/field-label.ts";
import { countFields, importReference, importReferenceFields } from "../fields/import-fields.ts";

/** How far a file came. A run that waits goes on when its import is started again. */
type FileOutcome = "finished" | "failed" | "stopped" | "running";

function outcomeOf(run: ImportRun, { status }: Pick<Import, "status">): FileOutcome {
  if (run.status === "finished" || run.status === "failed") return run.status;
  return status === "running" ? "running" : "stopped";
}

const reasons = {
  finished: "",
  failed: "The file could not be worked through.",
  stopped: "The import was completed before the end of the file. Started again, it goes on where it was.",
  running: "The import is still working through the file.",
} as const satisfies Record<FileOutcome, string>;

const pathOf = (source: FieldSource): string =>
  typeof source === "string" ? source : "path" in source ? source.path : String(source.constant);

const order = [...contactFields.map(({ key }) => key), ...companyFields.map(({ key }) => `company.${key}`)];
const placeOf = (field: string) => order.indexOf(field) + (order.includes(field) ? 0 : order.length + 1);

/** Which column became what, so that a person sees when a guess was wrong. */
const columnsOf = (mapping: FieldMapping | null): string =>
  Object.entries(mapping ?? {})
    .toSorted(([one], [other]) => placeOf(one) - placeOf(other))
    .map(([field, sources]) => `${fieldLabel(field)}: ${[sources].flat().map(pathOf).join(" or ")}`)
    .join("; ");

/** What a Zap is told of a file that an import works through. */
export function fileOutput(target: Import, run: ImportRun) {
  const outcome = outcomeOf(run, target);
  return {
    id: run.id,
    outcome,
    reason: outcome === "failed" ? `${reasons.failed} ${run.error ?? ""}`.trim() : reasons[outcome],
    columns: columnsOf(target.fieldMapping),
    counts: run.counts,
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    import: importReference(target),
  };
}

export const fileOutputFields: PlainOutputField[] = [
  { key: "id", label: "Run ID", type: "string" },
  { key: "outcome", label: "Outcome", type: "string" },
  { key: "reason", label: "Reason", type: "string" },
  { key: "columns", label: "Columns", type: "string" },
  ...countFields("", "Rows"),
  { key: "startedAt", label: "Started At", type: "datetime" },
  { key: "endedAt", label: "Ended At", type: "datetime" },
  ...importReferenceFields,
];

export const fileOutputSample = fileOutput(
  {
    ...sampleImport,
    name: "Trade Fair",
    method: "upload",
    app: null,
    mode: "once",
    status: "completed",
    fieldMapping: { email: "E-mail", firstName: "First name" },
  },
  {
    id: "run_01jb2m7c51j9r2v6x0y3z5a7b9",
    status: "finished",
    fileId: "fil_01jb2m7c52k0s3w7y1z4a6b8c0",
    recordsDone: 128,
    recordsTotal: 128,
    percent: 100,
    isUnchanged: false,
    startedAt: "2026-10-02T09:16:02.118Z",
    endedAt: "2026-10-02T09:16:42.118Z",
    counts: sampleImport.counts,
    error: null,
  },
);
