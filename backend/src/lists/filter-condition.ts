import { type RawBuilder, sql } from "../db/sql.ts";
import { AppError } from "../errors.ts";
import type { Filter } from "./list-params.ts";

/** What a field can be compared as. `json` is a value inside a document, of a type that only the data knows. */
export type ListFieldType = "text" | "number" | "boolean" | "time" | "list" | "json";

export interface ListField {
  /** The expression that stands for the field in the statement. */
  expression: RawBuilder<unknown>;
  type: ListFieldType;
  /** The form in which its values are stored: what is asked for is brought to it where whole values are compared. */
  stored?: (asked: string) => string;
  /** What stands for a missing value in an order: a cursor could not be compared with nothing. */
  whenMissing?: RawBuilder<unknown>;
}

type Condition = RawBuilder<boolean>;
type Compare = (expression: RawBuilder<unknown>, value: string) => Condition;

const listOf = (value: string): string[] => value.split(",").map((one) => one.trim());
const escaped = (value: string): string => value.replace(/[\\%_]/g, "\\$&");

const textOperators: Record<string, Compare> = {
  equals: (expression, value) => sql`${expression} = ${value}`,
  not: (expression, value) => sql`${expression} is distinct from ${value}`,
  contains: (expression, value) => sql`${expression} ilike ${`%${escaped(value)}%`}`,
  startsWith: (expression, value) => sql`${expression} ilike ${`${escaped(value)}%`}`,
  endsWith: (expression, value) => sql`${expression} ilike ${`%${escaped(value)}`}`,
  in: (expression, value) => sql`${expression} = any(${listOf(value)}::text[])`,
  notIn: (expression, value) => sql`(${expression} = any(${listOf(value)}::text[])) is not true`,
};

const numberOf = (value: string): number => {
  const number = Number(value);
  if (value.trim() === "" || !Number.isFinite(number)) throw new RangeError("is not a number");
  return number;
};

const isoTime = /^(?!0000)\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/;

const timeOf = (value: string): string => {
  const time = isoTime.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(time)) throw new RangeError("is not a time; write it as 2026-01-31T09:30:00Z");
  return new Date(time).toISOString();
};

const truthOf = (value: string): boolean => {
  if (value !== "true" && value !== "false") throw new RangeError("is neither true nor false");
  return value === "true";
};

const ordered = (read: (value: string) => string | number, cast: string): Record<string, Compare> => {
  const as = (value: string) => sql`${read(value)}::${sql.raw(cast)}`;
  return {
    equals: (expression, value) => sql`${expression} = ${as(value)}`,
    not: (expression, value) => sql`${expression} is distinct from ${as(value)}`,
    gt: (expression, value) => sql`${expression} > ${as(value)}`,
    gte: (expression, value) => sql`${expression} >= ${as(value)}`,
    lt: (expression, value) => sql`${expression} < ${as(value)}`,
    lte: (expression, value) => sql`${expression} <= ${as(value)}`,
  };
};

const numberOperators = ordered(numberOf, "numeric");

/** Text operators read a document's value as text; those of order take it for a number where it is one. */
const jsonOperators: Record<string, Compare> = {
  ...Object.fromEntries(
    Object.entries(textOperators).map(([name, compare]): [string, Compare] => [
      name,
      (expression, value) => compare(sql`(${expression} #>> '{}')`, value),
    ]),
  ),
  ...Object.fromEntries(
    ["gt", "gte", "lt", "lte"].map((name): [string, Compare] => [
      name,
      (expression, value) => {
        const number = sql`(case when jsonb_typeof(${expression}) = 'number' then (${expression})::numeric end)`;
        const compare = numberOperators[name];
        return compare === undefined ? sql`false` : compare(number, value);
      },
    ]),
  ),
  has: (expression, value) => sql`coalesce(${expression} @> to_jsonb(${value}::text), false)`,
};

const operators: Record<ListFieldType, Record<string, Compare>> = {
  text: textOperators,
  number: numberOperators,
  time: ordered(timeOf, "timestamptz"),
  boolean: {
    equals: (expression, value) => sql`${expression} = ${truthOf(value)}`,
    not: (expression, value) => sql`${expression} is distinct from ${truthOf(value)}`,
  },
  list: {
    has: (expression, value) => sql`${value} = any(${expression})`,
    hasAny: (expression, value) => sql`${expression} && ${listOf(value)}::text[]`,
  },
  json: jsonOperators,
};

const wholeValues = new Set(["equals", "not", "in", "notIn"]);

const asStored = (stored: (asked: string) => string, value: string): string => listOf(value).map(stored).join(",");

/**
 * Makes a condition of a filter.
 *
 * @throws AppError `invalid_parameters` when the field's type has no such operator, or the value cannot be read.
 */
export function filterCondition(field: ListField, { field: name, operator, value }: Filter): Condition {
  const parameter = `filter.${name}.${operator}`;
  const fail = (message: string) =>
    new AppError("invalid_parameters", `The parameter ${parameter} ${message}.`, "Correct the filter and ask again.", {
      details: [{ field: parameter, message }],
    });
  const known = operators[field.type];
  const asked = field.stored !== undefined && wholeValues.has(operator) ? asStored(field.stored, value) : value;
  const compare = Object.hasOwn(known, operator) ? known[operator] : undefined;
  if (compare === undefined) throw fail(`cannot be used: ${name} has ${Object.keys(known).join(", ")}`);
  try {
    return compare(field.expression, asked);
  } catch (error) {
    if (error instanceof RangeError) throw fail(error.message);
    throw error;
  }
}
