import { toContact } from "../contacts/contact-record.ts";
import { newBareId } from "../ids.ts";
import { toImportReference } from "../imports/import-record.ts";
import { decideQualified } from "../qualification/decide-qualified.ts";
import type { RecordResult } from "./answers.ts";
import type { Candidate } from "./candidate.ts";
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
  const base = {
    id,
    import_id: record.id,
    run_id: request.run?.id ?? null,
    input: given,
    warnings: candidate.warnings,
  };
  const reference = { id: `row_${id}` };
  const nothing = { contact_id: null, contact: null, changed: [], previous: null, errors: [], answers: null };
  if (!hasEmail(candidate)) {
    const { errors } = candidate;
    return {
      row: { ...base, ...nothing, outcome: "rejected", errors },
      result: { outcome: "rejected", row: reference, errors },
      contactId: null,
    };
  }
  const rules = { onConflict: request.onConflict ?? record.on_conflict, fieldPolicies: record.field_policies };
  const { decision, answers, presentId } = decideQualified(ledger, candidate, rules, record.qualification, now);
  const told = {
    import: toImportReference(record),
    row: reference,
    warnings: candidate.warnings,
    ...(answers !== null && { answers }),
  };
  if (decision === null) {
    return {
      row: { ...base, ...nothing, outcome: "unqualified", contact_id: presentId, answers },
      result: { outcome: "unqualified", contact: null, changed: [], ...told },
      contactId: null,
    };
  }
  const { outcome, changed, previous } = decision;
  const contactId = decision.contact?.id ?? null;
  const contact = decision.contact === null ? null : toContact(decision.contact, decision.company);
  return {
    row: { ...base, outcome, contact_id: contactId, contact, changed, previous, errors: [], answers },
    result: { outcome, contact, changed, ...told },
    contactId,
  };
}
