import { companyFields, contactFields } from "@firstquadrant/core-client";
import { sql } from "../db/sql.ts";
import { normaliseEmail } from "../intake/normalise/email.ts";
import type { ListField } from "../lists/filter-condition.ts";
import type { ListSource } from "../lists/list.ts";
import type { CompanyRecord, ContactRecord } from "./contact-record.ts";

/** A contact as a list has it: its company comes as JSON, with its times as text. */
export interface ListedContact extends ContactRecord {
  company: (Omit<CompanyRecord, "created_at" | "updated_at"> & { created_at: string; updated_at: string }) | null;
}

const own: Record<string, ListField> = {
  id: { expression: sql`t.id`, type: "text" },
  email: { expression: sql`t.email`, type: "text", stored: (asked) => normaliseEmail(asked) ?? asked },
  createdAt: { expression: sql`t.created_at`, type: "time" },
  updatedAt: { expression: sql`t.updated_at`, type: "time" },
  importId: { expression: sql`t.import_id`, type: "text", whenMissing: sql`''` },
};

const contactKeys = new Set<string>(contactFields.map(({ key }) => key));
const companyKeys = new Set<string>(companyFields.map(({ key }) => key));

function fieldOf(name: string): ListField | null {
  if (Object.hasOwn(own, name)) return own[name] ?? null;
  if (contactKeys.has(name)) return { expression: sql`(t.fields -> ${sql.lit(name)})`, type: "json" };
  const [, group, key = ""] = /^(company|customProperties)\.(.+)$/.exec(name) ?? [];
  if (group === "customProperties") return { expression: sql`(t.custom_properties -> ${key}::text)`, type: "json" };
  if (group === "company" && companyKeys.has(key)) {
    return { expression: sql`(c.fields -> ${sql.lit(key)})`, type: "json" };
  }
  return null;
}

/** Contacts, as they are listed and searched (by address, names and company). */
export const contactList: ListSource = {
  from: sql`contacts t left join companies c on c.organization_id = t.organization_id and c.id = t.company_id`,
  columns: sql`t.*, case when c.id is not null then to_jsonb(c) end as company`,
  field: fieldOf,
  searched: [
    sql`t.email`,
    sql`(t.fields ->> 'name')`,
    sql`(t.fields ->> 'firstName')`,
    sql`(t.fields ->> 'lastName')`,
    sql`(c.fields ->> 'name')`,
  ],
};
