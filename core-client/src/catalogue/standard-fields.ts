import { companyFields } from "./company-fields.ts";
import { contactFields } from "./contact-fields.ts";
import type { Field } from "./field.ts";

/** A field that every organization has, under its name in a field mapping: `email`, `company.name`. */
export interface StandardField extends Field {
  readonly group: "contact" | "company";
}

/** The fields of a contact and of its company in one list, as a field mapping names them. */
export const standardFields: readonly StandardField[] = [
  ...contactFields.map((field): StandardField => ({ ...field, group: "contact" })),
  ...companyFields.map((field): StandardField => ({ ...field, key: `company.${field.key}`, group: "company" })),
];
