import { type ListedField, type StandardField, standardFields } from "@firstquadrant/core-client";
import type { CustomField } from "./custom-field.ts";

const listedStandardField = (field: StandardField): ListedField => ({
  key: field.key,
  label: field.label,
  type: field.type,
  group: field.group,
  help: field.help ?? null,
  sample: typeof field.sample === "object" ? [...field.sample] : field.sample,
  choices: field.choices === undefined ? null : [...field.choices],
  identifies: field.identifies ?? false,
  id: null,
});

/** A property that an organization defined, as it is listed. */
export const listedCustomField = (field: CustomField): ListedField => ({
  key: `customProperties.${field.key}`,
  label: field.label,
  type: field.type,
  group: "custom",
  help: null,
  sample: null,
  choices: field.choices,
  identifies: false,
  id: field.id,
});

/** Every field that a contact can have: its own, its company's, and those that the organization defined. */
export const listFields = (customFields: readonly CustomField[]): ListedField[] => [
  ...standardFields.map(listedStandardField),
  ...customFields.map(listedCustomField),
];
