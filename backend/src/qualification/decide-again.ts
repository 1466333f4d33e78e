import type { QualificationQuestion } from "@firstquadrant/core-client";
import { toContact } from "../contacts/contact-record.ts";
import type { ImportRecord } from "../imports/import-record.ts";
import type { Candidate } from "../intake/candidate.ts";
import type { Ledger } from "../intake/ledger.ts";
import { hasEmail } from "../intake/settle.ts";
import type { Redecided } from "./asked-row.ts";
import { decideQualified } from "./decide-qualified.ts";

const nothing = { contact_id: null, contact: null, changed: [], previous: null, errors: [], answers: null };

/** Decides anew what becomes of a received record, as the import is set now, and notes it in the ledger. */
export function decideAgain(
  record: ImportRecord,
  questions: readonly QualificationQuestion[],
  candidate: Candidate,
  ledger: Ledger,
  now: Date,
): Redecided {
  const base = { warnings: candidate.warnings, decided_by: null };
  if (!hasEmail(candidate)) return { ...base, ...nothing, outcome: "rejected", errors: candidate.errors };
  const rules = { onConflict: record.on_conflict, fieldPolicies: record.field_policies };
  const { decision, answers, presentId } = decideQualified(ledger, candidate, rules, questions, now);
  if (decision === null) {
    return { ...base, ...nothing, outcome: "unqualified", contact_id: presentId, answers };
  }
  const { contact, company, outcome, changed, previous } = decision;
  return {
    ...base,
    outcome,
    contact_id: contact?.id ?? null,
    contact: contact === null ? null : toContact(contact, company),
    changed,
    previous,
    errors: [],
    answers,
  };
}
