import type { ImportRow } from "@firstquadrant/core-client";
import { type RawBuilder, sql } from "../db/sql.ts";
import { bareId } from "../ids.ts";
import type { ListField } from "../lists/filter-condition.ts";
import type { ListSource } from "../lists/list.ts";

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
  created_at: Date;
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
  createdAt: record.created_at.toISOString(),
});

// Ids sort by time, so the order of making is the order of the primary key.
const fields: Record<string, ListField> = {
  id: { expression: sql`t.id`, type: "text" },
  createdAt: { expression: sql`t.id`, type: "text" },
  outcome: { expression: sql`t.outcome`, type: "text" },
};

const ofImport = (importId: string): RawBuilder<unknown> =>
  sql`(select * from import_rows where import_id = ${importId}) t`;

/** The rows of one import, as they are listed and searched (in what was received). */
export const importRowList = (importId: string): ListSource => ({
  from: ofImport(importId),
  columns: sql`t.*`,
  field: (name) => (Object.hasOwn(fields, name) ? (fields[name] ?? null) : null),
  searched: [sql`t.input::text`],
  idOf: bareId,
});
