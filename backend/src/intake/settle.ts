import { toContact } from "../contacts/contact-record.ts";
import { newBareId } from "../ids.ts";
import { toImportReference } from "../imports/import-record.ts";
import { type Standing, standingOf } from "../mending/named-rows.ts";
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
  /** Whether the row is there already: it was mended. */
  isMended: boolean;
}

type Decided = Omit<Settled, "isMended">;

const ofItsOwn: Standing = { kind: "own", warning: null };

/** Decides one record, whose row has this id. */
function decideRecord(
  { request, record }: Intake,
  { given, candidate }: Intake["prepared"][number],
  { id, isLeft }: { id: string; isLeft: boolean },
  ledger: Ledger,
  now: Date,
): Decided {
  const base = {
    id,
    import_id: record.id,
    run_id: request.run?.id ?? null,
    input: given,
    warnings: candidate.warnings,
  };
  const reference = { id: `row_${id}` };
  const nothing = { contact_id: null, contact: null, changed: [], previous: null, errors: [], answers: null };
  const told = { import: toImportReference(record), row: reference, warnings: candidate.warnings };
  if (isLeft) {
    return {
      row: { ...base, ...nothing, outcome: "skipped" },
      result: { outcome: "skipped", contact: null, changed: [], ...told },
      contactId: null,
    };
  }
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
  const asked = answers === null ? told : { ...told, answers };
  if (decision === null) {
    return {
      row: { ...base, ...nothing, outcome: "unqualified", contact_id: presentId, answers },
      result: { outcome: "unqualified", contact: null, changed: [], ...asked },
      contactId: null,
    };
  }
  const { outcome, changed, previous } = decision;
  const contactId = decision.contact?.id ?? null;
  const contact = decision.contact === null ? null : toContact(decision.contact, decision.company);
  return {
    row: { ...base, outcome, contact_id: contactId, contact, changed, previous, errors: [], answers },
    result: { outcome, contact, changed, ...asked },
    contactId,
  };
}

/**
 * Decides one record of a request. What it changes is noted in the ledger; what becomes of a row that it mends, with
 * that row.
 */
export function settle(intake: Intake, one: Intake["prepared"][number], ledger: Ledger, now: Date): Settled {
  const standing = one.rowId ? standingOf(one.rowId, intake.record.id, intake.rows) : ofItsOwn;
  if (standing.kind !== "mends") {
    if (standing.warning !== null) one.candidate.warnings.push(standing.warning);
    const place = { id: newBareId(), isLeft: standing.kind === "leaves" };
    return { ...decideRecord(intake, one, place, ledger, now), isMended: false };
  }
  const { before } = standing.row;
  const decided = decideRecord(intake, one, { id: before.id, isLeft: false }, ledger, now);
  const { import_id: _, run_id, ...after } = decided.row;
  standing.row.after = { ...after, run_id: run_id ?? before.run_id, decided_by: null, undone_at: null };
  return { ...decided, isMended: true };
}
