import { companyFields, contactFields, type Field, isBlank, type UnknownFieldPolicy } from "@firstquadrant/core-client";
import type { CustomField } from "../fields/custom-field.ts";
import type { Candidate, FieldValues } from "./candidate.ts";
import { normaliseCountry } from "./normalise/country.ts";
import { normaliseEmail } from "./normalise/email.ts";
import { readField } from "./normalise/read-field.ts";
import { textOf } from "./normalise/reading.ts";
import { normaliseDomain } from "./normalise/web-address.ts";
import type { RawRecord } from "./to-record.ts";

/** What the import and the organization say about reading a record. */
export interface ReadingRules {
  defaultCountry: string | null;
  unknownFields: UnknownFieldPolicy;
  customFields: ReadonlyMap<string, CustomField>;
}

const byKey = (fields: readonly Field[]): ReadonlyMap<string, Field> => new Map(fields.map((one) => [one.key, one]));

const contactFieldsByKey = byKey(contactFields);
const companyFieldsByKey = byKey(companyFields);

/** Older names of the published API, which hold addresses of profiles. */
const olderNames: Record<string, string> = {
  linkedInUrl: "linkedInHandle",
  twitterUrl: "twitterHandle",
  facebookUrl: "facebookHandle",
  instagramUrl: "instagramHandle",
  githubUrl: "gitHubHandle",
  gitHubUrl: "gitHubHandle",
};

const longestKey = 100;

function readEmail(candidate: Candidate, value: unknown): void {
  const text = textOf(value);
  if (text === null || text === "") {
    candidate.errors.push({ field: "email", message: "is missing: a contact is known by its email address" });
    return;
  }
  candidate.email = normaliseEmail(text);
  if (candidate.email === null) {
    candidate.errors.push({ field: "email", message: `is no email address: ${JSON.stringify(text.slice(0, 100))}` });
  }
}

function readCustomProperty(candidate: Candidate, key: string, value: unknown, rules: ReadingRules): void {
  if (isBlank(value)) return;
  const field = `customProperties.${key}`;
  if (key.length > longestKey || key === "__proto__") {
    const reason = key.length > longestKey ? "its name is too long" : "no property can have this name";
    candidate.warnings.push({ field: field.slice(0, longestKey), message: `was left out: ${reason}` });
    return;
  }
  const reading = readField(rules.customFields.get(key) ?? looseField(value), value, rules.defaultCountry);
  if (reading.value !== undefined) candidate.customProperties[key] = reading.value;
  if (reading.warning !== undefined) candidate.warnings.push({ field, message: reading.warning });
}

/** A property that nobody defined keeps the kind of value that it came with. */
function looseField(value: unknown): { type: "list" | "number" | "boolean" | "text" } {
  if (Array.isArray(value)) return { type: "list" };
  if (typeof value === "number") return { type: "number" };
  return { type: typeof value === "boolean" ? "boolean" : "text" };
}

function readUnknown(candidate: Candidate, field: string, key: string, value: unknown, rules: ReadingRules): void {
  if (isBlank(value)) return;
  switch (rules.unknownFields) {
    case "keep":
      readCustomProperty(candidate, key, value, rules);
      return;
    case "reject":
      candidate.errors.push({ field, message: "is not known, and the import takes no fields that are not known" });
      return;
    case "warn":
      candidate.warnings.push({ field, message: "was left out: no such field is known" });
  }
}

function readInto(
  target: FieldValues,
  known: Field,
  prefix: string,
  value: unknown,
  country: string | null,
  candidate: Candidate,
): void {
  const reading = readField(known, value, country);
  if (reading.value !== undefined) target[known.key] = reading.value;
  if (reading.warning !== undefined) {
    candidate.warnings.push({ field: `${prefix}${known.key}`, message: reading.warning });
  }
}

const countryOf = (value: unknown): string | null => {
  const text = textOf(value);
  return text === null || text === "" ? null : normaliseCountry(text);
};

function readCompany(
  given: Record<string, unknown>,
  fallback: string | null,
  candidate: Candidate,
  rules: ReadingRules,
) {
  const country = countryOf(given.country) ?? fallback;
  const company: FieldValues = {};
  for (const [key, value] of Object.entries(given)) {
    const known = companyFieldsByKey.get(key);
    if (known === undefined) readUnknown(candidate, `company.${key}`, key, value, rules);
    else readInto(company, known, "company.", value, country, candidate);
  }
  if (company.domain === undefined && typeof company.website === "string") {
    const domain = normaliseDomain(company.website);
    if (domain !== null) company.domain = domain;
  }
  return Object.keys(company).length === 0 ? null : company;
}

const isClearable = (name: string): boolean => {
  const [, group, key] = /^(company|customProperties)\.(.+)$/.exec(name) ?? [];
  if (group === "customProperties") return true;
  return group === "company" ? companyFieldsByKey.has(key ?? "") : contactFieldsByKey.has(name) && name !== "email";
};

function readClear(given: unknown, candidate: Candidate): string[] {
  if (isBlank(given)) return [];
  const names = Array.isArray(given) ? given : [given];
  return names.flatMap((name) => {
    if (typeof name === "string" && isClearable(name)) return [name];
    candidate.warnings.push({ field: "clear", message: `names ${JSON.stringify(name)}, which cannot be cleared` });
    return [];
  });
}

/** Reads a record: every value in its normal form, with a warning for whatever was changed or left out. */
export function normaliseRecord(record: RawRecord, rules: ReadingRules): Candidate {
  const candidate: Candidate = {
    email: null,
    fields: {},
    company: null,
    customProperties: {},
    clear: [],
    warnings: [],
    errors: [],
  };
  readEmail(candidate, record.contact.email);
  const country = countryOf(record.contact.countryCode) ?? rules.defaultCountry;
  for (const [key, value] of Object.entries(record.contact)) {
    if (key === "email") continue;
    const known = contactFieldsByKey.get(olderNames[key] ?? key);
    if (known !== undefined) readInto(candidate.fields, known, "", value, country, candidate);
    else if (key === "customProperties" && typeof value === "object" && value !== null) {
      for (const [name, one] of Object.entries(value)) readCustomProperty(candidate, name, one, rules);
    } else readUnknown(candidate, key, key, value, rules);
  }
  for (const [key, value] of Object.entries(record.further)) readUnknown(candidate, key, key, value, rules);
  for (const [key, value] of Object.entries(record.data)) readCustomProperty(candidate, key, value, rules);
  candidate.company = readCompany(record.company, country, candidate, rules);
  candidate.clear = readClear(record.clear, candidate);
  return candidate;
}
