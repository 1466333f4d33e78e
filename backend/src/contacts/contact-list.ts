import { companyFields, contactFields, type Field } from "@firstquadrant/core-client";
import { sql } from "../db/sql.ts";
import { normaliseEmail } from "../intake/normalise/email.ts";
import { normalisePhone } from "../intake/normalise/phone.ts";
import { normaliseHandle } from "../intake/normalise/web-address.ts";
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

const contactFieldOf: ReadonlyMap<string, Field> = new Map(contactFields.map((field) => [field.key, field]));
const companyKeys = new Set<string>(companyFields.map(({ key }) => key));

/** Whoever asks for a person by phone or profile may write them in another way than they are stored. */
function storedForm({ type, hosts = [] }: Field): ListField["stored"] {
  if (type === "phone") return (asked) => normalisePhone(asked, null).value ?? asked;
  if (type === "handle") return (asked) => normaliseHandle(asked, hosts) ?? asked;
  return undefined;
}

function fieldOf(name: string): ListField | null {
  if (Object.hasOwn(own, name)) return own[name] ?? null;
  const contactField = contactFieldOf.get(name);
  if (contactField !== undefined) {
    const stored = storedForm(contactField);
    return { expression: sql`(t.fields -> ${sql.lit(name)})`, type: "json", ...(stored && { stored }) };
  }
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
