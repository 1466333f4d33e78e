/** What a custom property may hold. */
export const customFieldTypes = ["text", "number", "boolean", "date", "choice", "choices"] as const;
export type CustomFieldType = (typeof customFieldTypes)[number];

/** A property that an organization defined for its contacts. */
export interface CustomFieldInput {
  key: string;
  label: string;
  type: CustomFieldType;
  choices?: string[];
}

/** A field as `GET /contact-fields` lists it: standard, of the company, or the organization's own. */
export interface ListedField {
  /** As in a field mapping: `email`, `company.name`, `customProperties.plan`. */
  key: string;
  label: string;
  type: string;
  group: "contact" | "company" | "custom";
  help: string | null;
  sample: string | number | boolean | string[] | null;
  choices: string[] | null;
  identifies: boolean;
  /** The definition's id; null for fields that every organization has. */
  id: string | null;
}
