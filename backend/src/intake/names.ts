import type { FieldValues } from "./candidate.ts";

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/**
 * Completes a contact's names: the full name from its parts, and the parts from a full name of exactly two words.
 * Longer names are never cut apart: where would one cut "João da Silva"? Nor is a name when one of its parts was given.
 *
 * @param given What the record said.
 * @param values The contact's values after the record; they are completed in the answer.
 * @param mayOverwrite Whether a present full name may be replaced.
 */
export function completeNames(given: FieldValues, values: FieldValues, mayOverwrite: boolean): FieldValues {
  const first = text(values.firstName);
  const last = text(values.lastName);
  const isPartGiven = given.firstName !== undefined || given.lastName !== undefined;
  if (isPartGiven && given.name === undefined && (mayOverwrite || values.name === undefined)) {
    return { ...values, name: `${first} ${last}`.trim() };
  }
  const words = text(given.name).split(/\s+/);
  const [firstWord, lastWord] = words;
  if (words.length === 2 && first === "" && last === "" && firstWord !== undefined && lastWord !== undefined) {
    return { ...values, firstName: firstWord, lastName: lastWord };
  }
  return values;
}
