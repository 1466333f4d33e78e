import type { Client, ListedField } from "@firstquadrant/core-client";
import type { PlainInputField, PlainOutputField } from "zapier-platform-core";
import { perform } from "../perform.ts";
import { type FieldFacts, toInputField } from "./to-input-field.ts";
import { toOutputField } from "./to-output-field.ts";

/** Zapier's keys have no dots; two underscores stand for one, in what a step is given and in what it answers. */
export const customPrefix = "customProperties__";

const factsOf = ({ key, label, type, help, choices }: ListedField): FieldFacts => ({
  key: key.replace(/^customProperties\./, ""),
  label,
  type: isKnownType(type) ? type : "text",
  ...(help !== null && { help }),
  ...(choices !== null && choices.length > 0 && { choices }),
});

const customTypes = ["text", "number", "boolean", "date", "choice", "choices"] as const;
const isKnownType = (type: string): type is (typeof customTypes)[number] => customTypes.some((one) => one === type);

const isCustom = (field: ListedField) => field.group === "custom";

const toCustomInputField = (field: ListedField) => toInputField(factsOf(field), "custom", customPrefix);

/** The fields that the organization defined for its contacts, as fields of a step. */
export const listCustomFields = async (client: Client): Promise<PlainInputField[]> =>
  (await client.fields.list()).filter(isCustom).map(toCustomInputField);

/** The same, with the way to clear them. */
export const customInputFields = perform(async (client): Promise<PlainInputField[]> => {
  const custom = (await client.fields.list()).filter(isCustom);
  if (custom.length === 0) return [];
  return [
    ...custom.map(toCustomInputField),
    {
      key: "clear_custom_fields",
      label: "Clear Custom Fields",
      type: "string",
      list: true,
      required: false,
      group: "options",
      choices: Object.fromEntries(custom.map((field) => [field.key, field.label])),
      helpText: "Their values are erased. A custom field that is left empty above keeps its value.",
    },
  ];
});

/** The same fields, as a later step can use them. */
export const customOutputFields = perform(async (client): Promise<PlainOutputField[]> => {
  const custom = (await client.fields.list()).filter(isCustom);
  return custom.map((field) => toOutputField(factsOf(field), customPrefix));
});
