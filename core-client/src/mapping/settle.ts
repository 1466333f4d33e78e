import type { ProposedField } from "../model/proposal.ts";
import type { MatchableField } from "./field-names.ts";

/** A source that could be for a field, with the value that each sample has there. */
export interface Contender {
  field: MatchableField;
  source: string;
  parent: string;
  confidence: number;
  reason: string;
  texts: readonly (string | null)[];
}

/** Confidences that are closer than this are alike. */
const clearLead = 0.1;

const round = (confidence: number) => Math.round(Math.min(1, Math.max(0, confidence)) * 100) / 100;

function isSameValue(field: MatchableField, one: string, other: string): boolean {
  if (field.type === "phone") return one.replace(/\D/g, "") === other.replace(/\D/g, "");
  return one.toLowerCase() === other.toLowerCase();
}

const isCode = (text: string) => /^[A-Z]{2,3}$/.test(text);

/** What two sources for one field are to each other, as far as the samples show. */
function relation(one: Contender, other: Contender): "agree" | "complete" | "differ" | "unknown" {
  let both = 0;
  let either = 0;
  for (const [at, text] of one.texts.entries()) {
    const otherText = other.texts[at] ?? null;
    if (text !== null || otherText !== null) either += 1;
    if (text === null || otherText === null) continue;
    both += 1;
    // A country beside its own code says the same in other letters.
    const isCodeBeside =
      one.field.type === "country" && one.parent === other.parent && isCode(text) !== isCode(otherText);
    if (!isCodeBeside && !isSameValue(one.field, text, otherText)) return "differ";
  }
  if (both > 0) return "agree";
  return either > 0 ? "complete" : "unknown";
}

const codesFirst = (contender: Contender) =>
  contender.field.type === "country" && contender.texts.some((text) => text !== null && isCode(text)) ? 0 : 1;

const toProposed = ({ field, source, confidence, reason }: Contender): ProposedField => ({
  field: field.key,
  source,
  confidence: round(confidence),
  reason,
});

function settleOne(contenders: readonly Contender[]): { proposed: ProposedField[]; undecided: ProposedField[] } {
  const [best, ...rest] = contenders.toSorted((one, other) => other.confidence - one.confidence);
  if (!best) return { proposed: [], undecided: [] };
  const accepted = [best];
  const rivals: Contender[] = [];
  for (const other of rest) {
    const relations = accepted.map((one) => relation(one, other));
    if (relations.every((one) => one === "agree" || one === "complete")) accepted.push(other);
    else if (best.confidence - other.confidence < clearLead) rivals.push(other);
  }
  if (rivals.length === 0) {
    const [first, ...fallbacks] = accepted.toSorted((one, other) => codesFirst(one) - codesFirst(other));
    if (!first) return { proposed: [], undecided: [] };
    const asFallback = (one: Contender) => ({
      ...one,
      reason: `${one.reason} Used where “${first.source}” gives nothing.`,
    });
    return { proposed: [first, ...fallbacks.map(asFallback)].map(toProposed), undecided: [] };
  }
  const open = [...accepted, ...rivals];
  const list = open.map(({ source }) => `“${source}”`).join(" and ");
  return {
    proposed: [],
    undecided: open.map((one) =>
      toProposed({
        ...one,
        reason: `${one.reason} But ${list} are equally likely for ${one.field.label}: choose one.`,
      }),
    ),
  };
}

/** Decides which sources each field gets; sources that are alike and differ are left open. */
export function settle(contenders: readonly Contender[]): { proposed: ProposedField[]; undecided: ProposedField[] } {
  const keys = new Set(contenders.map(({ field }) => field.key));
  const settled = [...keys].map((key) => settleOne(contenders.filter(({ field }) => field.key === key)));
  return {
    proposed: settled.flatMap(({ proposed }) => proposed),
    undecided: settled.flatMap(({ undecided }) => undecided),
  };
}
