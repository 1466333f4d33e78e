import {
  type QualificationQuestion,
  type QualificationQuestionInput,
  type QuestionOperator,
  type QuestionValue,
  questionOperators,
} from "@firstquadrant/core-client";
import { qualificationInputSchema } from "@firstquadrant/core-client/schemas";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { qualify } from "../../backend/src/qualification/qualify.ts";
import { withIds } from "../../backend/src/qualification/with-ids.ts";

const contact = {
  email: "ada@mail.acme.example",
  fields: { city: "London", countryCode: "GB", tags: ["Lead", "vip"], latitude: 51.5 },
  custom_properties: { plan: "team", seats: 12, active: true, renewal: "2026-05-01", empty: "" },
};
const company = { fields: { name: "Acme", employeesCount: 12, website: "https://www.acme.example/en" } };

const ask = (
  target: "contact" | "company",
  field: string,
  operator: QuestionOperator,
  value?: QuestionValue,
  expected: "yes" | "no" = "yes",
): QualificationQuestion => ({
  id: "one",
  text: "?",
  target,
  rule: { field, operator, ...(value !== undefined && { value }) },
  expect: expected,
});

const answerTo = (question: QualificationQuestion, of: typeof company | null = company) =>
  qualify([question], contact, of).answers[0];

describe("an answer and its reason", () => {
  const cases: ["contact" | "company", string, QuestionOperator, QuestionValue | undefined, string, string | null][] = [
    ["contact", "city", "equals", "london", "yes", 'city is "London", which is "london"'],
    ["contact", "city", "not", "London", "no", 'city is "London", which is "London"'],
    ["contact", "countryCode", "in", ["GB", "IE"], "yes", 'countryCode is "GB", which is one of "GB", "IE"'],
    ["contact", "countryCode", "notIn", ["GB", "IE"], "no", 'countryCode is "GB", which is one of "GB", "IE"'],
    ["contact", "city", "contains", "OND", "yes", 'city is "London", which contains "OND"'],
    ["contact", "city", "startsWith", "Par", "no", 'city is "London", which does not start with "Par"'],
    ["contact", "city", "endsWith", "don", "yes", 'city is "London", which ends with "don"'],
    ["contact", "email", "matchesDomain", "acme.example", "yes", null],
    ["contact", "email", "matchesDomain", "me.example", "no", null],
    ["company", "website", "matchesDomain", "acme.example", "yes", null],
    ["contact", "tags", "contains", "lead", "yes", 'tags is "Lead", "vip", which contains "lead"'],
    ["contact", "tags", "contains", "Le", "no", null],
    ["contact", "tags", "notIn", ["spam"], "yes", null],
    ["company", "employeesCount", "gte", 50, "no", "employeesCount is 12, which is not at least 50"],
    ["company", "employeesCount", "gte", 12, "yes", "employeesCount is 12, which is at least 12"],
    ["company", "employeesCount", "lt", 12, "no", "employeesCount is 12, which is not less than 12"],
    ["company", "employeesCount", "gt", 11, "yes", null],
    ["company", "employeesCount", "lte", 12, "yes", null],
    ["contact", "customProperties.seats", "equals", "12", "yes", null],
    ["contact", "customProperties.active", "equals", true, "yes", "customProperties.active is true, which is true"],
    [
      "contact",
      "customProperties.renewal",
      "lt",
      "2026-06-01",
      "yes",
      'customProperties.renewal is "2026-05-01", which is before "2026-06-01"',
    ],
    [
      "contact",
      "customProperties.plan",
      "gt",
      5,
      "unknown",
      'customProperties.plan is "team", which cannot be compared with 5',
    ],
    ["contact", "phone", "equals", "+1", "unknown", "phone is not set"],
    ["contact", "customProperties.empty", "equals", "x", "unknown", "customProperties.empty is not set"],
    ["contact", "phone", "isSet", undefined, "no", "phone is not set"],
    ["contact", "phone", "isNotSet", undefined, "yes", "phone is not set"],
    ["contact", "city", "isSet", undefined, "yes", 'city is "London"'],
    ["contact", "customProperties.constructor", "isSet", undefined, "no", null],
  ];
  test.each(cases)("%s's %s %s %j is %s", (target, field, operator, value, answer, reason) => {
    const given = answerTo(ask(target, field, operator, value));
    expect(given).toMatchObject({ answer, passed: answer === "yes", ...(reason !== null && { reason }) });
  });

  test("of a contact without a company is not known", () => {
    const given = answerTo(ask("company", "employeesCount", "gte", 5), null);
    expect(given).toMatchObject({ answer: "unknown", passed: false, reason: "the contact has no company" });
  });

  test("passes where no is expected and the answer is no, and not where it is unknown", () => {
    expect(answerTo(ask("contact", "city", "equals", "Paris", "no"))).toMatchObject({ answer: "no", passed: true });
    expect(answerTo(ask("contact", "phone", "equals", "+1", "no"))).toMatchObject({ answer: "unknown", passed: false });
  });
});

describe("asking", () => {
  const questionOf = fc
    .record({
      target: fc.constantFrom("contact" as const, "company" as const),
      field: fc.constantFrom("city", "phone", "tags", "employeesCount", "customProperties.plan", "nothing"),
      operator: fc.constantFrom(...questionOperators),
      value: fc.oneof(fc.string(), fc.double({ noNaN: true }), fc.boolean(), fc.array(fc.string())),
      expected: fc.constantFrom("yes" as const, "no" as const),
    })
    .map(({ target, field, operator, value, expected }) => ask(target, field, operator, value, expected));

  test("goes in order, ends at the first failure, and qualifies whoever fails nothing", () => {
    fc.assert(
      fc.property(fc.array(questionOf, { maxLength: 8 }), fc.boolean(), (questions, hasCompany) => {
        const asked = questions.map((question, index) => ({ ...question, id: `${index}` }));
        const { isQualified, answers } = qualify(asked, contact, hasCompany ? company : null);
        expect(answers.map(({ questionId }) => questionId)).toEqual(asked.slice(0, answers.length).map(({ id }) => id));
        expect(answers.slice(0, -1).every(({ passed }) => passed)).toBe(true);
        expect(isQualified).toBe(answers.every(({ passed }) => passed));
        if (isQualified) expect(answers).toHaveLength(asked.length);
        for (const { reason } of answers) expect(reason.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe("questions that are set", () => {
  const input = (rule: object, more: object = {}) => ({
    text: "Big?",
    target: "company",
    expect: "yes",
    rule,
    ...more,
  });
  const complaint = (questions: unknown) => {
    const { error } = qualificationInputSchema.safeParse(questions);
    return error?.issues.map(({ path, message }) => `${path.join(".")} ${message}`).join("; ");
  };

  test.each([
    [{ field: "size", operator: "gte", value: 5 }, /^0.rule.field is no field of a company/],
    [{ field: "customProperties.plan", operator: "isSet" }, /^0.rule.field is no field of a company/],
    [
      { field: "employeesCount", operator: "contains", value: 5 },
      /^0.rule.operator cannot be used with this field: it has/,
    ],
    [{ field: "employeesCount", operator: "gte", value: "5" }, /^0.rule.value must be a number/],
    [{ field: "employeesCount", operator: "gte" }, /^0.rule.value is needed for gte/],
    [{ field: "employeesCount", operator: "in", value: 5 }, /^0.rule.value must be a list of values/],
    [{ field: "name", operator: "in", value: [] }, /^0.rule.value must be a list of values/],
    [{ field: "name", operator: "equals", value: ["a"] }, /^0.rule.value must be a single value/],
    [{ field: "name", operator: "isSet", value: "a" }, /^0.rule.value has no meaning with isSet/],
    [{ field: "name", operator: "likes", value: "a" }, /^0.rule.operator/],
  ])("are refused with a reason: %j", (rule, message) => {
    expect(complaint([input(rule)])).toMatch(message);
  });

  test("are at most fifty, and no two have one id", () => {
    const one = input({ field: "name", operator: "isSet" });
    expect(complaint(Array(51).fill(one))).toMatch(/must not hold more than 50/);
    expect(
      complaint([
        { ...one, id: "a" },
        { ...one, id: "a" },
      ]),
    ).toBe("1.id is the id of another question");
    expect(complaint(Array(50).fill(one))).toBeUndefined();
  });

  test("get ids of their own where they have none, and the same ones again", () => {
    const one: QualificationQuestionInput = {
      text: "?",
      target: "contact",
      rule: { field: "city", operator: "isSet" },
      expect: "yes",
    };
    const ids = fc.array(fc.option(fc.constantFrom("question_1", "question_2", "question_3"), { nil: undefined }), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(ids, (given) => {
        fc.pre(new Set(given.filter(Boolean)).size === given.filter(Boolean).length);
        const made = withIds(given.map((id) => ({ ...one, ...(id !== undefined && { id }) })));
        expect(new Set(made.map(({ id }) => id)).size).toBe(given.length);
        expect(withIds(made)).toEqual(made);
      }),
    );
  });
});
