import { isDeepStrictEqual } from "node:util";
import { isRecord } from "@firstquadrant/core-client";
import { bareId } from "../ids.ts";
import type { IntakeRequest } from "../intake/intake-request.ts";
import { type Prepared, prepareAll } from "../intake/prepare.ts";
import type { AskedRow } from "../qualification/asked-row.ts";
import type { NamedRows } from "./named-rows.ts";

/** A mended file has every column of every row: those that the row never had, and has no value for, are none of it. */
function withoutAdded(given: unknown, row: AskedRow | undefined): unknown {
  if (!isRecord(given) || !isRecord(row?.input)) return given;
  const { input } = row;
  return Object.fromEntries(Object.entries(given).filter(([key, value]) => value !== "" || Object.hasOwn(input, key)));
}

/** A line that could not be read can be read once it is written anew; as long as it says the same, it is as wrong. */
function keepUnreadable({ given, candidate }: Prepared, row: AskedRow | undefined): void {
  if (row === undefined || !isDeepStrictEqual(given, row.input)) return;
  const told = new Set(candidate.errors.map(({ message }) => message));
  candidate.errors.push(...row.errors.filter(({ field, message }) => field === "" && !told.has(message)));
}

/** Reads the records of a request, of which some may stand for rows: with what is known of those. */
export function prepareNamed(
  { records, problems = [], rowIds }: Pick<IntakeRequest, "records" | "problems" | "rowIds">,
  rows: NamedRows,
  record: Parameters<typeof prepareAll>[2],
  customFields: Parameters<typeof prepareAll>[3],
): Prepared[] {
  if (rowIds === undefined) return prepareAll(records, problems, record, customFields);
  const named = rowIds.map((rowId) => (rowId === null ? undefined : rows.get(bareId(rowId))?.before));
  const mended = records.map((one, index) => withoutAdded(one, named[index]));
  return prepareAll(mended, problems, record, customFields).map((prepared, index) => {
    keepUnreadable(prepared, named[index]);
    return { ...prepared, rowId: rowIds[index] ?? null };
  });
}
