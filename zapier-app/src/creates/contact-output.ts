import { type IntakeResult, sampleContact, sampleIntakeResult } from "@firstquadrant/core-client";
import type { PlainOutputField } from "zapier-platform-core";
import { contactFactFields, contactFacts } from "../fields/contact-facts.ts";
import { fieldLabel } from "../fields/field-label.ts";
import { fieldMessage } from "../fields/field-message.ts";
import { importReference, importReferenceFields } from "../fields/import-fields.ts";
import { whyNotTakenIn } from "./not-taken-in.ts";

export const contactOutputFields: PlainOutputField[] = [
  { key: "id", label: "Contact ID", type: "string" },
  { key: "outcome", label: "Outcome", type: "string" },
  { key: "takenIn", label: "Taken In", type: "boolean" },
  { key: "reason", label: "Reason", type: "string" },
  { key: "changed", label: "Changed Fields", type: "string" },
  { key: "warnings", label: "Warnings", type: "string" },
  ...contactFactFields,
  ...importReferenceFields,
  { key: "row__id", label: "Row ID", type: "string" },
];

/** What a Zap is told about a contact that was sent: texts where the API has lists, since a step can use those. */
export function contactOutput({ import: target, row, ...result }: IntakeResult) {
  const reason = whyNotTakenIn(result);
  return {
    ...contactFacts(result.contact),
    outcome: result.outcome,
    takenIn: reason === "",
    reason,
    changed: result.changed.map(fieldLabel).join(", "),
    warnings: result.warnings.map(fieldMessage).join("; "),
    import: importReference(target),
    row: { id: row.id },
  };
}

/** The same about a record that was rejected, of which the API answers no more than what was wrong. */
export const rejectedOutput = (importId: string, reason: string) => ({
  ...contactFacts(null),
  outcome: "rejected",
  takenIn: false,
  reason,
  changed: "",
  warnings: "",
  import: { ...importReference(null), id: importId },
  row: { id: null },
});

/** An answer like a real one of any organization: what one of them calls its own is left out. */
export const contactOutputSample = contactOutput({
  ...sampleIntakeResult,
  contact: { ...sampleContact, customProperties: {} },
});
