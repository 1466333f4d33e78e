import type { BatchItemResult, ImportCounts } from "@firstquadrant/core-client";
import type { PlainOutputField } from "zapier-platform-core";
import { fieldLabel } from "../fields/field-label.ts";
import { fieldMessage } from "../fields/field-message.ts";
import { countFields } from "../fields/import-fields.ts";
import { whyNotTakenIn, whyRejected } from "./not-taken-in.ts";

/** What became of one line item. */
export interface LineItemResult {
  /** Its place among the line items that the step was given, from 1. */
  number: number;
  email: string | null;
  outcome: string;
  takenIn: boolean;
  reason: string;
  contactId: string | null;
  changed: string;
  warnings: string;
  rowId: string;
}

/** @param sentEmail What the line item had as its email; the contact's own is the normalised one. */
export function lineItemResult(result: BatchItemResult, number: number, sentEmail: string | null): LineItemResult {
  const facts = { number, outcome: result.outcome, rowId: result.row.id };
  if (result.outcome === "rejected") {
    const nothing = { contactId: null, changed: "", warnings: "" };
    return { ...facts, ...nothing, email: sentEmail, takenIn: false, reason: whyRejected(result.error) };
  }
  const reason = whyNotTakenIn(result);
  return {
    ...facts,
    email: result.contact?.email ?? sentEmail,
    takenIn: reason === "",
    reason,
    contactId: result.contact?.id ?? null,
    changed: result.changed.map(fieldLabel).join(", "),
    warnings: result.warnings.map(fieldMessage).join("; "),
  };
}

/** What a Zap is told about all of them: how many became what, those that are not taken in, and each in its place. */
export const bulkOutput = (importId: string, counts: ImportCounts, results: readonly LineItemResult[]) => ({
  import: { id: importId },
  counts,
  notTakenIn: results.filter(({ takenIn }) => !takenIn).length,
  results,
});

export const bulkOutputFields: PlainOutputField[] = [
  { key: "import__id", label: "Import ID", type: "string" },
  ...countFields("", "Contacts"),
  { key: "notTakenIn", label: "Not Taken In", type: "integer" },
  {
    key: "results",
    label: "Results",
    children: [
      { key: "number", label: "Number", type: "integer" },
      { key: "email", label: "Email", type: "string" },
      { key: "outcome", label: "Outcome", type: "string" },
      { key: "takenIn", label: "Taken In", type: "boolean" },
      { key: "reason", label: "Reason", type: "string" },
      { key: "contactId", label: "Contact ID", type: "string" },
      { key: "changed", label: "Changed Fields", type: "string" },
      { key: "warnings", label: "Warnings", type: "string" },
      { key: "rowId", label: "Row ID", type: "string" },
    ],
  },
];

const noCounts = {
  received: 0,
  scheduled: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  skipped: 0,
  unqualified: 0,
  rejected: 0,
} as const satisfies ImportCounts;

export const bulkSample = bulkOutput(
  "imp_01jb2k4m6n8p0q2r4s6t8v0w1x",
  { ...noCounts, received: 2, created: 1, rejected: 1 },
  [
    {
      number: 1,
      email: "ada@example.com",
      outcome: "created",
      takenIn: true,
      reason: "",
      contactId: "con_01jb2m7c4xe5m8r2t6v9w1y3z5",
      changed: "Email, First Name",
      warnings: "",
      rowId: "row_01jb2m7c4zg7p0t4v8x1y3a5b7",
    },
    {
      number: 2,
      email: "grace(at)example.com",
      outcome: "rejected",
      takenIn: false,
      reason: "Email is no email address.",
      contactId: null,
      changed: "",
      warnings: "",
      rowId: "row_01jb2m7c50h8q1u5w9y2z4b6c8",
    },
  ],
);
