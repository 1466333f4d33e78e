import type { PlainInputField } from "zapier-platform-core";

/** Tells two records apart that have the same values: see `idempotency-key.ts`. */
export const recordReferenceField: PlainInputField = {
  key: "record_reference",
  label: "Record Reference",
  type: "string",
  group: "options",
  required: false,
  helpText:
    "When a Zap sends the same values twice within 24 hours, they count as one record. Map what tells one record from the next, such as the number of a submission, where the same values can be meant again.",
};
