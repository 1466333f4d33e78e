import { toContact } from "../contacts/contact-record.ts";
import { newBareId } from "../ids.ts";
import { toImportReference } from "../imports/import-record.ts";
import type { RecordResult } from "./answers.ts";
import type { Candidate } from "./candidate.ts";
import { decide } from "./decide.ts";
import type { Ledger } from "./ledger.ts";
import type { Intake } from "./triage.ts";
import type { RowToWrite } from "./write-batch.ts";

/** Whether a candidate can be a contact. */
export const hasEmail = (candidate: Candidate): candidate is Candidate & { email: string } =>
  candidate.email !== null && candidate.errors.length === 0;

/** What is written and answered of one record. */
export interface Settled {
  row: RowToWrite;
  result: RecordResult;
  contactId: string | null;
}

/** Decides one record of a request, and notes in the ledger what it changes. */
export function settle(
  { request, record }: Intake,
  { given, candidate }: Intake["prepared"][number],
  ledger: Ledger,
  now: Date,
): Settled {
  const id = newBareId();
  const base = { id, import_id: record.id, input: given, warnings: candidate.warnings };
  const reference = { id: `row_${id}` };
  if (!hasEmail(candidate)) {
    const { errors } = candidate;
    return {
      row: { ...base, outcome: "rejected", contact_id: null, contact: null, changed: [], previous: null, errors },
      result: { outcome: "rejected", row: reference, errors },
      contactId: null,
    };
  }
  const rules = { onConflict: request.onConflict ?? record.on_conflict, fieldPolicies: record.field_policies };
  const { outcome, changed, previous, ...decided } = decide(ledger, candidate, rules, now);
  const contact = decided.contact === null ? null : toContact(decided.contact, decided.company);
  return {
    row: { ...base, outcome, contact_id: decided.contact?.id ?? null, contact, changed, previous, errors: [] },
    result: {
      outcome,
      contact,
      import: toImportReference(record),
      row: reference,
      changed,
      warnings: candidate.warnings,
    },
    contactId: decided.contact?.id ?? null,
  };
}
