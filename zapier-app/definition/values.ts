import type { DefinedField } from "./definition.ts";

type Values = Record<string, unknown>;

const isValues = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * The keys of an answer, as Zapier writes those of what lies deeper: `company__name`, and `results[]email` in a list of
 * line items. What is null, or an empty list, is a key of its own; an object without keys has none to tell.
 */
export function keysOf(value: unknown, prefix = ""): string[] {
  if (Array.isArray(value) && value.some(isValues)) {
    return [...new Set(value.flatMap((line) => keysOf(line, `${prefix.replace(/__$/, "")}[]`)))];
  }
  if (!isValues(value)) return [prefix.replace(/__$/, "")];
  return Object.entries(value).flatMap(([key, inner]) => keysOf(inner, `${prefix}${key}__`));
}

/** What an answer has under the key of an output field. Undefined where it has no such key. */
export function valueAt(answer: unknown, key: string): unknown {
  let value = answer;
  for (const part of key.split("__")) {
    if (!isValues(value)) return undefined;
    value = value[part];
  }
  return value;
}

/** Keys that an answer should have, and has not; what it has instead of a value may lie deeper. */
export function missingKeys(expected: unknown, answer: unknown): string[] {
  const there = keysOf(answer);
  return keysOf(expected).filter(
    (key) => !there.some((one) => one === key || one.startsWith(`${key}__`) || one.startsWith(`${key}[]`)),
  );
}

export const isMoment = (text: string) =>
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/.test(text);

function fitsType(value: unknown, type: string | undefined): boolean {
  switch (type) {
    case "integer":
      return Number.isInteger(value);
    case "number":
      return typeof value === "number";
    case "boolean":
      return typeof value === "boolean";
    case "datetime":
      return typeof value === "string" && isMoment(value);
    case undefined:
    case "json":
      return true;
    default:
      return typeof value === "string";
  }
}

function misfit(value: unknown, field: DefinedField): string[] {
  if (value === null || value === undefined) return [];
  if (field.children !== undefined) {
    if (!Array.isArray(value)) return [`${field.key} is no list of line items`];
    return value.flatMap((line) => misfits(line, field.children ?? []).map((fault) => `${field.key}[]${fault}`));
  }
  if (field.dict === true) return isValues(value) ? [] : [`${field.key} is no dictionary`];
  if (Array.isArray(value) !== (field.list === true)) {
    return [`${field.key} is ${field.list === true ? "no list" : "a list"}`];
  }
  const items = Array.isArray(value) ? value : [value];
  const wrong = items.find((item) => !fitsType(item, field.type));
  return wrong === undefined ? [] : [`${field.key} is ${JSON.stringify(wrong)}, which is not ${field.type}`];
}

/** What of an answer is not as the output fields say: the values' types, and required fields without a value. */
export function misfits(answer: unknown, fields: readonly DefinedField[]): string[] {
  return fields.flatMap((field) => {
    const value = valueAt(answer, field.key);
    if (field.required === true && (value === undefined || value === null)) return [`${field.key} is required`];
    return misfit(value, field);
  });
}

/** Keys of an answer that no output field describes, so that they have no name in the editor. */
export function undescribed(answer: unknown, fields: readonly DefinedField[]): string[] {
  const described = fields.flatMap((field) =>
    field.children === undefined
      ? [field.key]
      : [field.key, ...field.children.map((child) => `${field.key}[]${child.key}`)],
  );
  const isDescribed = (key: string) => described.some((one) => one === key || key.startsWith(`${one}__`));
  return keysOf(answer).filter((key) => !isDescribed(key));
}
