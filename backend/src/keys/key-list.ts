import { sql } from "../db/sql.ts";
import type { ListField } from "../lists/filter-condition.ts";
import type { ListSource } from "../lists/list.ts";
import { apiKeyColumns } from "./api-key-record.ts";

const time = (column: string): ListField => ({
  expression: sql.ref(`t.${column}`),
  type: "time",
  whenMissing: sql`'-infinity'::timestamptz`,
});

const fields: Record<string, ListField> = {
  id: { expression: sql`t.id`, type: "text" },
  name: { expression: sql`t.name`, type: "text" },
  scopes: { expression: sql`t.scopes`, type: "list" },
  createdAt: { expression: sql`t.created_at`, type: "time" },
  expiresAt: time("expires_at"),
  revokedAt: time("revoked_at"),
  lastUsedAt: time("last_used_at"),
};

/** Keys, as they are listed and searched (by name); revoked ones too. */
export const keyList: ListSource = {
  from: sql`api_keys t`,
  columns: sql.raw(apiKeyColumns),
  field: (name) => (Object.hasOwn(fields, name) ? (fields[name] ?? null) : null),
  searched: [sql`t.name`],
};
