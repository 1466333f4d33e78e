import { sql } from "../db/sql.ts";
import type { ListField } from "../lists/filter-condition.ts";
import type { ListSource } from "../lists/list.ts";

const fields: Record<string, ListField> = {
  id: { expression: sql`t.id`, type: "text" },
  targetUrl: { expression: sql`t.target_url`, type: "text" },
  status: { expression: sql`t.status`, type: "text" },
  createdAt: { expression: sql`t.created_at`, type: "time" },
};

/** Subscriptions, as they are listed and searched (by target and description). */
export const subscriptionList: ListSource = {
  from: sql`subscriptions t`,
  columns: sql`t.*`,
  field: (name) => (Object.hasOwn(fields, name) ? (fields[name] ?? null) : null),
  searched: [sql`t.target_url`, sql`t.description`],
};
