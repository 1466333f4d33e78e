import type { CustomPropertyValue, QualificationAnswer, QualificationQuestion } from "@firstquadrant/core-client";
import type { CompanyRecord, ContactRecord } from "../contacts/contact-record.ts";
import { compare } from "./compare.ts";
import { explain } from "./explain.ts";

type AskedContact = Pick<ContactRecord, "email" | "fields" | "custom_properties">;
type AskedCompany = Pick<CompanyRecord, "fields"> | null;

/** Whether a record passed, and what it answered until it failed. */
export interface Qualification {
  isQualified: boolean;
  answers: QualificationAnswer[];
}

const ownValue = (values: Record<string, CustomPropertyValue>, key: string): CustomPropertyValue | undefined =>
  Object.hasOwn(values, key) ? values[key] : undefined;

function valueIn(contact: AskedContact, company: AskedCompany, { target, rule }: QualificationQuestion) {
  if (target === "company") return ownValue(company?.fields ?? {}, rule.field);
  if (rule.field === "email") return contact.email;
  const [, key] = /^customProperties\.(.+)$/s.exec(rule.field) ?? [];
  return key === undefined ? ownValue(contact.fields, rule.field) : ownValue(contact.custom_properties, key);
}

const isMissing = (value: CustomPropertyValue | undefined): value is undefined =>
  value === undefined || value === "" || (Array.isArray(value) && value.length === 0);

function answerOf(question: QualificationQuestion, contact: AskedContact, company: AskedCompany) {
  const { target, rule } = question;
  const present = valueIn(contact, company, question);
  if (isMissing(present)) {
    const reason = target === "company" && company === null ? "the contact has no company" : `${rule.field} is not set`;
    // That a value is missing is known: it is what these two ask.
    if (rule.operator === "isSet") return { answer: "no", reason } as const;
    if (rule.operator === "isNotSet") return { answer: "yes", reason } as const;
    return { answer: "unknown", reason } as const;
  }
  const holds = compare(present, rule.operator, rule.value ?? []);
  const reason = explain(rule.field, present, rule.operator, rule.value, holds);
  return { answer: holds === null ? "unknown" : holds ? "yes" : "no", reason } as const;
}

/**
 * Asks an import's questions about a contact as it would be, in their order. The first that is not answered as it is
 * expected ends the asking; an answer that is not known passes nowhere.
 */
export function qualify(
  questions: readonly QualificationQuestion[],
  contact: AskedContact,
  company: AskedCompany,
): Qualification {
  const answers: QualificationAnswer[] = [];
  for (const question of questions) {
    const { answer, reason } = answerOf(question, contact, company);
    const passed = answer === question.expect;
    answers.push({ questionId: question.id, text: question.text, answer, passed, reason });
    if (!passed) return { isQualified: false, answers };
  }
  return { isQualified: true, answers };
}
