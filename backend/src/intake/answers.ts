import type {
  ApiErrorBody,
  BatchItemResult,
  ErrorDetail,
  ImportCounts,
  IntakeResult,
} from "@firstquadrant/core-client";
import { AppError } from "../errors.ts";
import type { Answer } from "../idempotency/stored-answer.ts";
import { type ImportRecord, toImportReference } from "../imports/import-record.ts";
import type { IntakeRequest } from "./intake-request.ts";

/** What became of one record: taken in, or rejected. */
export type RecordResult = IntakeResult | { outcome: "rejected"; row: { id: string }; errors: ErrorDetail[] };

const rejection = (errors: readonly ErrorDetail[]): ApiErrorBody =>
  new AppError(
    "validation_error",
    `The record cannot become a contact: ${errors.map(({ field, message }) => `${field} ${message}`).join("; ")}.`,
    "Correct the named fields and send the record again. It is kept as a rejected row of the import.",
    { details: [...errors] },
  ).toBody();

/** Answers a request by the results of its records. */
export function answerTo(form: IntakeRequest["form"], results: readonly RecordResult[], counts: ImportCounts): Answer {
  if (form === "none") return { status: 204, body: null };
  const [first] = results;
  if (form === "one" && first !== undefined) {
    return first.outcome === "rejected"
      ? { status: 422, body: { ...rejection(first.errors), row: first.row } }
      : { status: 200, body: first };
  }
  const items = results.map((result, index): BatchItemResult => {
    if (result.outcome !== "rejected") return { index, ...result };
    return { index, outcome: "rejected", row: result.row, error: rejection(result.errors) };
  });
  return { status: 200, body: { results: items, counts } };
}

/** A draft keeps what reaches its trigger as samples. */
export const sampledAnswer = (record: ImportRecord, samples: number): Answer => ({
  status: 202,
  body: { outcome: "sampled", import: toImportReference(record), samples },
});

/** What an app sends to try the address out is taken in by no import. */
export const testedAnswer = (record: ImportRecord): Answer => ({
  status: 202,
  body: {
    outcome: "tested",
    import: toImportReference(record),
    message: `The address works. The import ${JSON.stringify(record.name)} is ${record.status}; a test is not taken in.`,
  },
});

/** Why an import that does not run takes nothing in, and what to do about it. */
export function notTakenIn(record: ImportRecord, isKept: boolean): AppError {
  const start = `Start it: POST /imports/${record.id}/start`;
  if (record.status === "completed") {
    const kept = isKept ? " The records are kept, and taken in when it is started again." : "";
    return new AppError(
      "import_completed",
      `The import ${JSON.stringify(record.name)} is completed.`,
      `${start}.${kept}`,
    );
  }
  return new AppError(
    "import_not_running",
    `The import ${JSON.stringify(record.name)} is a draft and takes nothing in yet.`,
    `${start}, or PUT /imports/start with its name.`,
  );
}
