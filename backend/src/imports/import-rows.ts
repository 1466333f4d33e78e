import type { ImportRow } from "@firstquadrant/core-client";
import { type RawBuilder, sql } from "../db/sql.ts";
import { bareId } from "../ids.ts";
import type { ListField } from "../lists/filter-condition.ts";
import type { ListSource } from "../lists/list.ts";
import type { Filter } from "../lists/list-params.ts";

/** A row as the database keeps it. */
export interface ImportRowRecord {
  id: string;
  import_id: string;
  outcome: ImportRow["outcome"];
  input: unknown;
  contact: ImportRow["contact"];
  changed: string[];
  warnings: ImportRow["warnings"];
  errors: ImportRow["errors"];
  answers: ImportRow["answers"] | null;
  decided_by: ImportRow["decidedBy"];
  created_at: Date;
  undone_at: Date | null;
}

export const toImportRow = (record: ImportRowRecord): ImportRow => ({
  id: `row_${record.id}`,
  importId: record.import_id,
  outcome: record.outcome,
  input: record.input,
  contact: record.contact,
  changed: record.changed,
  warnings: record.warnings,
  errors: record.errors,
  answers: record.answers ?? [],
  decidedBy: record.decided_by,
  createdAt: record.created_at.toISOString(),
  undoneAt: record.undone_at?.toISOString() ?? null,
});

const fields: Record<string, ListField> = {
  id: { expression: sql`('row_' || t.id)`, type: "text" },
  outcome: { expression: sql`t.outcome`, type: "text" },
};

// Ids sort by time, so the order of making is that of the primary key. A filter by time needs the time itself.
const createdAt = (filters: readonly Filter[]): ListField =>
  filters.some(({ field }) => field === "createdAt")
    ? { expression: sql`t.created_at`, type: "time" }
    : { expression: sql`t.id`, type: "text" };

const ofImport = (importId: string): RawBuilder<unknown> =>
  sql`(select * from import_rows where import_id = ${importId}) t`;

/** The rows of one import, as they are listed and searched (in what was received). */
export const importRowList =
  (importId: string) =>
  (filters: readonly Filter[]): ListSource => ({
    from: ofImport(importId),
    columns: sql`t.*`,
    field: (name) => {
      if (name === "createdAt") return createdAt(filters);
      return Object.hasOwn(fields, name) ? (fields[name] ?? null) : null;
    },
    searched: [sql`t.input::text`],
    idOf: bareId,
  });
