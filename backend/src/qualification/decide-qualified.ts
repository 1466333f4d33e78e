import type { QualificationAnswer, QualificationQuestion } from "@firstquadrant/core-client";
import type { Candidate } from "../intake/candidate.ts";
import { type Decision, decide } from "../intake/decide.ts";
import type { Ledger } from "../intake/ledger.ts";
import type { ConflictRules } from "../intake/merge-values.ts";
import { tryOn } from "../intake/try-on.ts";
import { qualify } from "./qualify.ts";

/** What becomes of a record that was asked the import's questions. */
export interface QualifiedDecision {
  /** Null when the record is unqualified: then nothing was noted in the ledger. */
  decision: Decision | null;
  /** Null when nothing was asked. */
  answers: QualificationAnswer[] | null;
  /** The contact that was there before; it stays as it was when the record is unqualified. */
  presentId: string | null;
}

/** Decides a record, and asks the questions about the contact as it would be: the record over what exists. */
export function decideQualified(
  ledger: Ledger,
  candidate: Candidate & { email: string },
  rules: ConflictRules,
  questions: readonly QualificationQuestion[],
  now: Date,
): QualifiedDecision {
  const presentId = ledger.contacts.get(candidate.email)?.id ?? null;
  if (questions.length === 0) {
    return { decision: decide(ledger, candidate, rules, now), answers: null, presentId };
  }
  const trial = tryOn(ledger);
  const decision = decide(trial.ledger, candidate, rules, now);
  if (decision.outcome === "skipped" || decision.contact === null) return { decision, answers: null, presentId };
  const { isQualified, answers } = qualify(questions, decision.contact, decision.company);
  if (!isQualified) return { decision: null, answers, presentId };
  trial.keep();
  return { decision, answers, presentId };
}
