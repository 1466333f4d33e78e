import type { Field, FieldType } from "@firstquadrant/core-client";
import type { PlainInputField } from "zapier-platform-core";

const inputTypes = {
  text: "string",
  longText: "text",
  email: "string",
  phone: "string",
  url: "string",
  domain: "string",
  handle: "string",
  number: "number",
  integer: "integer",
  timeZone: "string",
  country: "string",
  choice: "string",
  choices: "string",
  list: "string",
  boolean: "boolean",
  date: "datetime",
} as const satisfies Record<FieldType, PlainInputField["type"]>;

/** What a field of a step is made from: a field of the catalogue, or one that an organization defined. */
export type FieldFacts = Pick<Field, "key" | "type" | "label" | "help" | "choices" | "identifies">;

/** A field as a person fills it in. Every property is named, since Zapier refuses those that it does not know. */
export function toInputField(field: FieldFacts, group: string, prefix = ""): PlainInputField {
  return {
    key: `${prefix}${field.key}`,
    label: field.label,
    type: inputTypes[field.type],
    group,
    required: field.identifies === true,
    ...(field.help !== undefined && { helpText: field.help }),
    ...(field.choices !== undefined && { choices: [...field.choices] }),
    ...((field.type === "list" || field.type === "choices") && { list: true }),
  };
}
