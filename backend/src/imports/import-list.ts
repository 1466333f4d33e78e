import { sql } from "../db/sql.ts";
import type { ListField } from "../lists/filter-condition.ts";
import type { ListSource } from "../lists/list.ts";
import { importColumns } from "./import-record.ts";

const text = (column: string): ListField => ({ expression: sql`t.${sql.ref(column)}`, type: "text" });
const time = (column: string): ListField => ({ expression: sql`t.${sql.ref(column)}`, type: "time" });
const count = (column: string): ListField => ({ expression: sql`t.${sql.ref(column)}`, type: "number" });

const never = sql`'-infinity'::timestamptz`;

const fields: Record<string, ListField> = {
  id: text("id"),
  name: text("name"),
  status: text("status"),
  method: text("method"),
  app: text("app"),
  mode: text("mode"),
  createdAt: time("created_at"),
  updatedAt: time("updated_at"),
  startedAt: { ...time("started_at"), whenMissing: never },
  completedAt: { ...time("completed_at"), whenMissing: never },
  "counts.received": count("received"),
  "counts.created": count("created"),
  "counts.updated": count("updated"),
  "counts.rejected": count("rejected"),
};

/** Imports, as they are listed and searched (by name and app). */
export const importList: ListSource = {
  from: sql`imports t`,
  columns: sql.raw(importColumns),
  field: (name) => (Object.hasOwn(fields, name) ? (fields[name] ?? null) : null),
  searched: [sql`t.name`, sql`t.app`],
};
