import { AppError } from "../errors.ts";
import type { ImportRecord } from "../imports/import-record.ts";

/** @throws AppError `validation_error` when an import of prospects does not say yet which. */
export function requireSearch({ prospects }: ImportRecord): void {
  if (prospects !== null) return;
  throw new AppError(
    "validation_error",
    "The import does not say which prospects it is to take in.",
    'Say it when you make it, POST /imports, or afterwards, PATCH /imports/{id}: { "prospects": { "search": { "filters": { "country.equals": "GB" } }, "limit": 100 } }. Then start it.',
    { details: [{ field: "prospects", message: "are missing" }] },
  );
}

/** @throws AppError `validation_error` when the import takes no prospects in. */
export function requireProspectMethod({ method }: ImportRecord): void {
  if (method === "prospect") return;
  throw new AppError(
    "validation_error",
    `An import of the method ${method} takes no prospects in.`,
    "Make an import of the method prospect.",
    { details: [{ field: "prospects", message: "are only for the method prospect" }] },
  );
}
