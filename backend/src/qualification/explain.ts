import type { CustomPropertyValue, QuestionOperator, QuestionValue } from "@firstquadrant/core-client";

/** What stands before the rule's value, when it holds and when it does not. */
const words: Record<QuestionOperator, readonly [holds: string, fails: string]> = {
  equals: ["is", "is not"],
  not: ["is not", "is"],
  in: ["is one of", "is none of"],
  notIn: ["is none of", "is one of"],
  contains: ["contains", "does not contain"],
  startsWith: ["starts with", "does not start with"],
  endsWith: ["ends with", "does not end with"],
  matchesDomain: ["belongs to", "does not belong to"],
  gt: ["is more than", "is not more than"],
  gte: ["is at least", "is not at least"],
  lt: ["is less than", "is not less than"],
  lte: ["is at most", "is not at most"],
  isSet: ["is set", "is not set"],
  isNotSet: ["is not set", "is set"],
};

const wordsOfTime: Partial<Record<QuestionOperator, readonly [holds: string, fails: string]>> = {
  gt: ["is after", "is not after"],
  gte: ["is not before", "is before"],
  lt: ["is before", "is not before"],
  lte: ["is not after", "is after"],
};

const longest = 100;

/** A value as a sentence shows it. */
function shown(value: QuestionValue | CustomPropertyValue): string {
  const text = Array.isArray(value)
    ? value.map((one) => JSON.stringify(one)).join(", ")
    : typeof value === "string"
      ? JSON.stringify(value)
      : String(value);
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/** Why a rule holds or does not: `employeesCount is 12, which is not at least 50`. */
export function explain(
  field: string,
  present: CustomPropertyValue,
  operator: QuestionOperator,
  value: QuestionValue | undefined,
  holds: boolean | null,
): string {
  const beginning = `${field} is ${shown(present)}`;
  if (value === undefined) return beginning;
  if (holds === null) return `${beginning}, which cannot be compared with ${shown(value)}`;
  const [yes, no] = (typeof value === "string" ? wordsOfTime[operator] : undefined) ?? words[operator];
  return `${beginning}, which ${holds ? yes : no} ${shown(value)}`;
}
