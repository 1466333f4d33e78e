import { z } from "zod";
import { companyFields } from "../catalogue/company-fields.ts";
import { contactFields } from "../catalogue/contact-fields.ts";
import type { FieldType } from "../catalogue/field.ts";
import { type QuestionOperator, questionOperators } from "../model/qualification.ts";

const single = z.union([z.string().max(1000), z.number(), z.boolean()]);
const several = z.array(z.union([z.string().max(1000), z.number()])).max(1000, "must not hold more than 1,000 values");

const questionShape = {
  text: z
    .string()
    .trim()
    .min(1, "must not be blank")
    .max(500, "must not be longer than 500 characters")
    .meta({ examples: ["Does the company have at least 50 employees?"] }),
  target: z.enum(["contact", "company"]).meta({ description: "Whom the question is about." }),
  rule: z.strictObject({
    field: z
      .string()
      .max(200)
      .meta({
        description: "Named as in the target; customProperties.<key> for a contact's own ones.",
        examples: ["employeesCount"],
      }),
    operator: z.enum(questionOperators),
    value: z
      .union([single, several])
      .exactOptional()
      .meta({ examples: [50] }),
  }),
  expect: z.enum(["yes", "no"]).meta({ description: "The answer that passes." }),
};
const idSchema = z.string().min(1, "must not be blank").max(100, "must not be longer than 100 characters");

/** A question as an import shows it. */
export const qualificationQuestionSchema = z
  .strictObject({ id: idSchema, ...questionShape })
  .meta({ id: "QualificationQuestion", description: "A yes/no question that a record is asked." });

/** What a record answered to a question. */
export const qualificationAnswerSchema = z
  .object({
    questionId: z.string(),
    text: z.string(),
    answer: z.enum(["yes", "no", "unknown"]),
    passed: z.boolean(),
    reason: z.string().meta({ examples: ["employeesCount is 12, which is not at least 50"] }),
  })
  .meta({ id: "QualificationAnswer", description: "What a record answered to a question, and why." });

/** How a type's values can be compared. */
type Kind = "text" | "address" | "number" | "list" | "truth" | "date" | "any";

const kinds: Record<FieldType, Kind> = {
  text: "text",
  longText: "text",
  email: "address",
  phone: "text",
  url: "address",
  domain: "address",
  handle: "text",
  number: "number",
  integer: "number",
  timeZone: "text",
  country: "text",
  choice: "text",
  list: "list",
  boolean: "truth",
  date: "date",
  choices: "list",
};

const ofText = ["equals", "not", "in", "notIn", "contains", "startsWith", "endsWith", "isSet", "isNotSet"] as const;
const operators: Record<Kind, readonly QuestionOperator[]> = {
  text: ofText,
  address: [...ofText, "matchesDomain"],
  number: ["equals", "not", "in", "notIn", "gt", "gte", "lt", "lte", "isSet", "isNotSet"],
  list: ["contains", "in", "notIn", "isSet", "isNotSet"],
  truth: ["equals", "not", "isSet", "isNotSet"],
  date: ["equals", "not", "gt", "gte", "lt", "lte", "isSet", "isNotSet"],
  any: questionOperators,
};

const typesOf = (fields: readonly { key: string; type: FieldType }[]): ReadonlyMap<string, FieldType> =>
  new Map(fields.map(({ key, type }) => [key, type]));
const types = { contact: typesOf(contactFields), company: typesOf(companyFields) };

type Question = z.infer<ReturnType<typeof questionOf>>;
const questionOf = () => z.strictObject({ id: idSchema.exactOptional(), ...questionShape });

function kindOf({ target, rule }: Question): Kind | null {
  if (target === "contact" && /^customProperties\../.test(rule.field)) return "any";
  const type = types[target].get(rule.field);
  return type === undefined ? null : kinds[type];
}

/** What is wrong with the value of a rule; null when nothing is. */
function wrongValue(kind: Kind, { operator, value }: Question["rule"]): string | null {
  if (operator === "isSet" || operator === "isNotSet") {
    return value === undefined ? null : `has no meaning with ${operator}; leave it out`;
  }
  if (operator === "in" || operator === "notIn") {
    if (!Array.isArray(value) || value.length === 0) return `must be a list of values for ${operator}`;
    const isOther = kind === "number" && value.some((one) => typeof one !== "number");
    return isOther ? "must hold numbers for this field" : null;
  }
  if (value === undefined) return `is needed for ${operator}`;
  if (Array.isArray(value)) return `must be a single value for ${operator}`;
  if (kind === "truth") return typeof value === "boolean" ? null : "must be true or false for this field";
  if (kind === "number") return typeof value === "number" ? null : "must be a number for this field";
  const isOrder = ["gt", "gte", "lt", "lte"].includes(operator);
  if (kind === "date" || (isOrder && typeof value === "string")) {
    return typeof value === "string" && !Number.isNaN(Date.parse(value)) ? null : "must be a date such as 2026-01-31";
  }
  if (isOrder) return typeof value === "number" ? null : "must be a number or a date";
  return value === "" ? "must not be blank" : null;
}

/** What is wrong with a question, and where; null when nothing is. */
function wrongRule(question: Question): { path: string; message: string } | null {
  const kind = kindOf(question);
  if (kind === null) {
    const message = `is no field of a ${question.target}; fields are named as in GET /contact-fields, without a prefix`;
    return { path: "field", message };
  }
  if (!operators[kind].includes(question.rule.operator)) {
    return { path: "operator", message: `cannot be used with this field: it has ${operators[kind].join(", ")}` };
  }
  const message = wrongValue(kind, question.rule);
  return message === null ? null : { path: "value", message };
}

/** The questions of an import, as they are set: each must be one that can be answered. */
export const qualificationInputSchema = z
  .array(questionOf())
  .max(50, "must not hold more than 50 questions")
  .meta({ description: "Asked in this order; a record that fails one is asked no more, and is unqualified." })
  .check(({ value, issues }) => {
    const ids = new Set<string>();
    for (const [index, question] of value.entries()) {
      const wrong = wrongRule(question);
      if (wrong !== null) {
        const { path, message } = wrong;
        issues.push({ code: "custom", path: [index, "rule", path], message, input: question.rule });
      }
      if (question.id === undefined) continue;
      if (ids.has(question.id)) {
        issues.push({ code: "custom", path: [index, "id"], message: "is the id of another question", input: question });
      }
      ids.add(question.id);
    }
  });
