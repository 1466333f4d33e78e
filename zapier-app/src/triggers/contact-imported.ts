import { sampleContactImportedEvent } from "@firstquadrant/core-client";
import { chosenImports, chosenOf, importsField } from "../fields/chosen.ts";
import { contactFactFields, contactFacts } from "../fields/contact-facts.ts";
import { customOutputFields } from "../fields/custom-fields.ts";
import { fieldLabel } from "../fields/field-label.ts";
import { givenTexts } from "../fields/given.ts";
import { importReference, importReferenceFields } from "../fields/import-fields.ts";
import { type EventOf, hookTrigger } from "./hook-trigger.ts";

const outcomeChoices = { created: "Created", updated: "Updated" } as const;

const toItem = ({ id, createdAt, data }: EventOf<"contact.imported">) => ({
  ...contactFacts(data.contact),
  // The same contact may come again, so the item is known by what happened to it.
  id,
  importedAt: createdAt,
  outcome: data.outcome,
  changed: data.changed.map(fieldLabel).join(", "),
  contactId: data.contact.id,
  import: importReference(data.import),
});

export default hookTrigger({
  key: "contact_imported",
  noun: "Contact",
  label: "Contact Imported",
  description: "Triggers when a contact is created or updated by an import.",
  eventTypes: ["contact.imported"],
  inputFields: [
    {
      key: "outcomes",
      label: "Created or Updated",
      type: "string",
      list: true,
      required: false,
      choices: outcomeChoices,
      helpText: "Left empty, both count.",
    },
    {
      key: "changed_fields",
      label: "Fields to Watch",
      type: "string",
      list: true,
      required: false,
      dynamic: "list_contact_fields.id.label",
      helpText: "An update counts only when it changed one of these. Left empty, every update counts.",
    },
    importsField("Left empty, contacts of every import count, and those that are added by hand."),
  ],
  filterOf: (inputData) => {
    const outcomes = chosenOf(inputData.outcomes, outcomeChoices);
    const changedFields = givenTexts(inputData.changed_fields);
    return {
      ...chosenImports(inputData),
      ...(outcomes.length > 0 && { outcomes }),
      ...(changedFields.length > 0 && { changedFields }),
    };
  },
  toItem,
  sample: toItem(sampleContactImportedEvent),
  outputFields: [
    { key: "id", label: "Event ID", type: "string" },
    { key: "importedAt", label: "Imported At", type: "datetime" },
    { key: "outcome", label: "Outcome", type: "string" },
    { key: "changed", label: "Changed Fields", type: "string" },
    { key: "contactId", label: "Contact ID", type: "string" },
    ...contactFactFields,
    ...importReferenceFields,
    customOutputFields,
  ],
});
