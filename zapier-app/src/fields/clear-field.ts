import { companyFields, contactFields } from "@firstquadrant/core-client";
import type { PlainInputField } from "zapier-platform-core";

const clearable = [
  ...contactFields.filter((field) => !("identifies" in field)).map((field) => [field.key, field.label]),
  ...companyFields.map((field) => [`company.${field.key}`, field.label]),
];

/** The explicit way to erase: a field that is left empty never does. */
export const clearField: PlainInputField = {
  key: "clear_fields",
  label: "Clear Fields",
  type: "string",
  list: true,
  group: "options",
  required: false,
  choices: Object.fromEntries(clearable),
  helpText: "Their values are erased. A field that is left empty above keeps its value.",
};
