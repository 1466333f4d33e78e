import { type IntakeResult, sampleContact, sampleIntakeResult } from "@firstquadrant/core-client";
import type { PlainOutputField } from "zapier-platform-core";
import { contactFactFields, contactFacts } from "../fields/contact-facts.ts";
import { fieldLabel } from "../fields/field-label.ts";
import { fieldMessage } from "../fields/field-message.ts";
import { importReference, importReferenceFields } from "../fields/import-fields.ts";

export const contactOutputFields: PlainOutputField[] = [
  { key: "id", label: "Contact ID", type: "string" },
  { key: "outcome", label: "Outcome", type: "string" },
  { key: "changed", label: "Changed Fields", type: "string" },
  { key: "warnings", label: "Warnings", type: "string" },
  ...contactFactFields,
  ...importReferenceFields,
  { key: "row__id", label: "Row ID", type: "string" },
];

/** What a Zap is told about a contact that was taken in: texts where the API has lists, since a step can use those. */
export const contactOutput = ({ outcome, contact, import: target, row, changed, warnings }: IntakeResult) => ({
  ...contactFacts(contact),
  outcome,
  changed: changed.map(fieldLabel).join(", "),
  warnings: warnings.map(fieldMessage).join("; "),
  import: importReference(target),
  row: { id: row.id },
});

/** An answer like a real one of any organization: what one of them calls its own is left out. */
export const contactOutputSample = contactOutput({
  ...sampleIntakeResult,
  contact: { ...sampleContact, customProperties: {} },
});
