import { type Client, companyFields, contactFields } from "@firstquadrant/core-client";
import { defineCreate, type PlainInputField } from "zapier-platform-core";
import { companyPrefix } from "../fields/contact-facts.ts";
import { customInputFields, customOutputFields } from "../fields/custom-fields.ts";
import { givenText } from "../fields/given.ts";
import { toInputField } from "../fields/to-input-field.ts";
import { idempotencyKey } from "../idempotency-key.ts";
import { perform } from "../perform.ts";
import { contactOutput, contactOutputFields, contactOutputSample } from "./contact-output.ts";
import { contactRecord } from "./contact-record.ts";

const targetFields: PlainInputField[] = [
  {
    key: "import_id",
    label: "Import",
    type: "string",
    group: "target",
    required: false,
    dynamic: "list_running_imports.id.label",
    search: "find_import.id",
    helpText:
      "A running import that takes the contact in. Left empty, it is the import named Zapier, which is started when it is not running.",
  },
];

const clearable = [
  ...contactFields.filter((field) => !("identifies" in field)).map((field) => [field.key, field.label]),
  ...companyFields.map((field) => [`company.${field.key}`, field.label]),
];

const optionFields: PlainInputField[] = [
  {
    key: "clear_fields",
    label: "Clear Fields",
    type: "string",
    list: true,
    group: "options",
    required: false,
    choices: Object.fromEntries(clearable),
    helpText: "Their values are erased. A field that is left empty above keeps its value.",
  },
  {
    key: "record_reference",
    label: "Record Reference",
    type: "string",
    group: "options",
    required: false,
    helpText:
      "When a Zap sends the same values twice within 24 hours, they count as one record. Map what tells one record from the next, such as the number of a submission, where the same values can be meant again.",
  },
];

const inputFields = [
  ...targetFields,
  ...contactFields.map((field) => toInputField(field, "person")),
  ...companyFields.map((field) => toInputField(field, "company", companyPrefix)),
  customInputFields,
  ...optionFields,
];

/**
 * Starts the import that contacts go to where none was chosen. Finding, making and starting are one request that can
 * be repeated at will; a remembered answer would be wrong once somebody completed the import, so it has no key.
 */
async function startDefaultImport(client: Client): Promise<string> {
  const started = await client.imports.findOrCreateAndStart({ name: "Zapier", method: "app", app: "zapier" });
  return started.import.id;
}

export const createContact = perform(
  async (client, z, bundle) => {
    const record = contactRecord(bundle.inputData);
    const importId = givenText(bundle.inputData.import_id) ?? (await startDefaultImport(client));
    const reference = givenText(bundle.inputData.record_reference) ?? null;
    const key = idempotencyKey(z, bundle, ["create_contact", importId, record, reference]);
    const result = await client.imports.addContact(importId, record, {
      ...(key !== undefined && { idempotencyKey: key }),
    });
    return contactOutput(result);
  },
  { isStep: true },
);

export default defineCreate({
  key: "create_contact",
  noun: "Contact",
  display: {
    label: "Create Contact",
    description: "Creates a contact in an import, or updates the contact that has the same email.",
  },
  operation: {
    inputFieldGroups: [
      { key: "target", label: "Target", emphasize: true },
      { key: "person", label: "Person" },
      { key: "company", label: "Company" },
      { key: "custom", label: "Custom Fields" },
      { key: "options", label: "Options" },
    ],
    inputFields,
    perform: createContact,
    sample: contactOutputSample,
    outputFields: [...contactOutputFields, customOutputFields],
  },
});
