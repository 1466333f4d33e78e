import { type Contact, companyFields, contactFields } from "@firstquadrant/core-client";
import type { PlainOutputField } from "zapier-platform-core";
import { toOutputField } from "./to-output-field.ts";

/** Keys of a contact's company among its fields: `company__name` stands for the API's `company.name`. */
export const companyPrefix = "company__";

/** What a contact is known to be, as a later step can use it, wherever an item tells of one. */
export const contactFactFields: PlainOutputField[] = [
  ...contactFields.map((field) => toOutputField(field)),
  { key: "createdAt", label: "Created At", type: "datetime" },
  { key: "updatedAt", label: "Updated At", type: "datetime" },
  { key: `${companyPrefix}id`, label: "Company ID", type: "string" },
  ...companyFields.map((field) => toOutputField(field, companyPrefix)),
  { key: `${companyPrefix}createdAt`, label: "Company Created At", type: "datetime" },
  { key: `${companyPrefix}updatedAt`, label: "Company Updated At", type: "datetime" },
];

type Fields = typeof contactFields | typeof companyFields;

function values(fields: Fields, record: object | null): Record<string, unknown> {
  const known = new Map(Object.entries(record ?? {}));
  const blank = (type: string) => (type === "list" ? [] : null);
  const facts = fields.map((field) => [field.key, known.get(field.key) ?? blank(field.type)]);
  return {
    id: known.get("id") ?? null,
    ...Object.fromEntries(facts),
    createdAt: known.get("createdAt") ?? null,
    updatedAt: known.get("updatedAt") ?? null,
  };
}

/**
 * What a Zap is told of a contact. Every field is there, also without a value and without a contact, so that a later
 * step can be set up with any.
 */
export const contactFacts = (contact: (Omit<Contact, "id"> & { id: string | null }) | null) => ({
  ...values(contactFields, contact),
  customProperties: contact?.customProperties ?? {},
  company: values(companyFields, contact?.company ?? null),
});
