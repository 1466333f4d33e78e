/** How a question compares the value of a field. */
export const questionOperators = [
  "equals",
  "not",
  "in",
  "notIn",
  "contains",
  "startsWith",
  "endsWith",
  "matchesDomain",
  "gt",
  "gte",
  "lt",
  "lte",
  "isSet",
  "isNotSet",
] as const;
export type QuestionOperator = (typeof questionOperators)[number];

/** What a field is compared with: one value, or several where the operator takes a list. */
export type QuestionValue = string | number | boolean | (string | number)[];

/** A yes/no question that a record is asked before it becomes a contact. */
export interface QualificationQuestion {
  id: string;
  text: string;
  target: "contact" | "company";
  /** The field is named as in the target: `countryCode`, `employeesCount`, `customProperties.plan`. */
  rule: { field: string; operator: QuestionOperator; value?: QuestionValue };
  expect: "yes" | "no";
}

/** A question as it is set; its id is made where none is given. */
export type QualificationQuestionInput = Omit<QualificationQuestion, "id"> & { id?: string };

/** What a record answered to a question. A value that is missing or cannot be compared is an unknown answer. */
export interface QualificationAnswer {
  questionId: string;
  text: string;
  answer: "yes" | "no" | "unknown";
  passed: boolean;
  /** Why, with the value: `employeesCount is 12, which is not at least 50`. */
  reason: string;
}
