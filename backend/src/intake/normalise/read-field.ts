import { type CustomPropertyValue, type FieldType, isBlank } from "@firstquadrant/core-client";
import { normaliseCountry } from "./country.ts";
import { normalisePhone } from "./phone.ts";
import { type Reading, textOf } from "./reading.ts";
import { normaliseTimeZone } from "./time-zone.ts";
import { normaliseDomain, normaliseHandle, normaliseUrl } from "./web-address.ts";

/** What must be known of a field to read a value of it. */
export interface ReadableField {
  type: FieldType;
  choices?: readonly string[] | null;
  hosts?: readonly string[];
}

const longestText = 2000;
const longestLongText = 20_000;
const mostListItems = 200;

const orWarn = (value: string | null, warning: string): Reading<string> =>
  value === null ? { warning: `was left out: ${warning}` } : { value };

function cut(text: string, longest: number): Reading<string> {
  if (text.length <= longest) return { value: text };
  return { value: text.slice(0, longest).toWellFormed(), warning: `was cut to ${longest} characters` };
}

function number(text: string, mustBeWhole: boolean): Reading<number> {
  const plain = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) ? text.replaceAll(",", "") : text;
  const value = Number(plain);
  if (!Number.isFinite(value)) return { warning: "was left out: it is no number" };
  if (mustBeWhole && !Number.isInteger(value)) return { warning: "was left out: it is no whole number" };
  return { value };
}

const fold = (text: string): string => text.toLowerCase().replace(/[\s_-]+/g, "_");

function choice(text: string, choices: readonly string[]): Reading<string> {
  const wanted = fold(text.slice(0, longestText));
  const found = choices.find((one) => fold(one) === wanted);
  return orWarn(found ?? null, `it is none of ${choices.slice(0, 20).join(", ")}`);
}

const truths = new Map([
  ...["true", "yes", "1"].map((word) => [word, true] as const),
  ...["false", "no", "0"].map((word) => [word, false] as const),
]);

const isoDate = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

function date(text: string): Reading<string> {
  const isReal = isoDate.test(text) && !Number.isNaN(Date.parse(text));
  return orWarn(isReal ? text : null, "it is no date; write it as 2026-01-31 or 2026-01-31T09:30:00Z");
}

function list(value: unknown): Reading<string[]> {
  const given = Array.isArray(value) ? value : (textOf(value) ?? "").split(/[,;\n]/);
  const items = given.map(textOf).filter((item) => item !== null && item !== "");
  const distinct = [...new Set(items)].map((item) => String(item).slice(0, longestText).toWellFormed());
  if (distinct.length > mostListItems) {
    return { value: distinct.slice(0, mostListItems), warning: `was cut to ${mostListItems} entries` };
  }
  if (distinct.length === 0) return { warning: "was left out: it holds no text" };
  const isWhole = given.every((item) => textOf(item) !== null || isBlank(item));
  return { value: distinct, ...(!isWhole && { warning: "was taken without the entries that are no text" }) };
}

function choices(value: unknown, allowed: readonly string[]): Reading<string[]> {
  const readings = (list(value).value ?? []).map((one) => choice(one, allowed));
  const found = readings.flatMap((reading) => reading.value ?? []);
  const warning = readings.find((reading) => reading.warning !== undefined)?.warning;
  return { ...(found.length > 0 && { value: found }), ...(warning !== undefined && { warning }) };
}

/**
 * Reads a given value as the field's type wants it. A value that cannot be read is left out, or kept as it is, with a
 * warning that completes the sentence "The phone …".
 *
 * @param country ISO code of the country that phone numbers without one belong to.
 */
export function readField(field: ReadableField, value: unknown, country: string | null): Reading<CustomPropertyValue> {
  if (isBlank(value)) return {};
  if (field.type === "list") return list(value);
  if (field.type === "choices") return choices(value, field.choices ?? []);
  const text = textOf(value);
  if (text === null) return { warning: "was left out: it is a list or an object, not a single value" };
  switch (field.type) {
    case "text":
      return cut(text, longestText);
    case "longText":
      return cut(text, longestLongText);
    case "email":
      return cut(text, longestText);
    case "phone":
      return normalisePhone(text.slice(0, longestText), country);
    case "url":
      return orWarn(text.length <= longestText ? normaliseUrl(text) : null, "it is no web address");
    case "domain":
      return orWarn(text.length <= longestText ? normaliseDomain(text) : null, "it is no domain");
    case "handle":
      return orWarn(
        text.length <= longestText ? normaliseHandle(text, field.hosts ?? []) : null,
        `it is neither a handle nor an address at ${field.hosts?.[0] ?? "its network"}`,
      );
    case "number":
      return number(text, false);
    case "integer":
      return number(text, true);
    case "timeZone":
      return orWarn(normaliseTimeZone(text.slice(0, longestText)), "it is no time zone; write it as Europe/London");
    case "country":
      return orWarn(normaliseCountry(text), "it is no country that we know; give its name or its code of two letters");
    case "choice":
      return choice(text, field.choices ?? []);
    case "boolean": {
      const truth = truths.get(text.toLowerCase());
      return truth === undefined ? { warning: "was left out: it is neither true nor false" } : { value: truth };
    }
    case "date":
      return date(text);
  }
}
