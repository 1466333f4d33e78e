import type { Field, FieldType } from "@firstquadrant/core-client";
import type { PlainOutputField } from "zapier-platform-core";

const outputTypes = {
  text: "string",
  longText: "string",
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
  date: "string",
} as const satisfies Record<FieldType, PlainOutputField["type"]>;

/** A field as a later step can use it. */
export function toOutputField(field: Pick<Field, "key" | "type" | "label">, prefix = ""): PlainOutputField {
  return {
    key: `${prefix}${field.key}`,
    label: field.label,
    type: outputTypes[field.type],
    ...((field.type === "list" || field.type === "choices") && { list: true }),
  };
}
