import {
  companyFields,
  contactFields,
  type IntakeResult,
  sampleContact,
  sampleIntakeResult,
  type Warning,
} from "@firstquadrant/core-client";
import type { PlainOutputField } from "zapier-platform-core";
import { fieldLabel } from "../fields/field-label.ts";
import { toOutputField } from "../fields/to-output-field.ts";
import { companyPrefix } from "./contact-record.ts";

export const contactOutputFields: PlainOutputField[] = [
  { key: "id", label: "Contact ID", type: "string" },
  { key: "outcome", label: "Outcome", type: "string" },
  { key: "changed", label: "Changed Fields", type: "string" },
  { key: "warnings", label: "Warnings", type: "string" },
  ...contactFields.map((field) => toOutputField(field)),
  { key: "createdAt", label: "Created At", type: "datetime" },
  { key: "updatedAt", label: "Updated At", type: "datetime" },
  { key: `${companyPrefix}id`, label: "Company ID", type: "string" },
  ...companyFields.map((field) => toOutputField(field, companyPrefix)),
  { key: `${companyPrefix}createdAt`, label: "Company Created At", type: "datetime" },
  { key: `${companyPrefix}updatedAt`, label: "Company Updated At", type: "datetime" },
  { key: "import__id", label: "Import ID", type: "string" },
  { key: "import__name", label: "Import Name", type: "string" },
  { key: "import__status", label: "Import Status", type: "string" },
  { key: "row__id", label: "Row ID", type: "string" },
];

type Fields = typeof contactFields | typeof companyFields;

/** Every field is there, also without a value, so that a later step can be set up with any contact. */
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

const warningText = ({ field, message }: Warning) => (field === "" ? message : `${fieldLabel(field)} ${message}`);

/** What a Zap is told about a contact that was taken in: texts where the API has lists, since a step can use those. */
export const contactOutput = ({ outcome, contact, import: target, row, changed, warnings }: IntakeResult) => ({
  ...values(contactFields, contact),
  outcome,
  changed: changed.map(fieldLabel).join(", "),
  warnings: warnings.map(warningText).join("; "),
  customProperties: contact?.customProperties ?? {},
  company: values(companyFields, contact?.company ?? null),
  import: { id: target.id, name: target.name, status: target.status },
  row: { id: row.id },
});

/** An answer like a real one of any organization: what one of them calls its own is left out. */
export const contactOutputSample = contactOutput({
  ...sampleIntakeResult,
  contact: { ...sampleContact, customProperties: {} },
});
