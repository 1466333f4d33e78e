import { type CustomPropertyValue, isRecord } from "@firstquadrant/core-client";
import type { FieldValues } from "../intake/candidate.ts";
import type { Previous } from "../intake/decide.ts";

/** A change that is to be taken back: what a row changed, what was before, and what it left. */
export interface UndoneRow {
  id: string;
  outcome: string;
  changed: readonly string[];
  previous: Previous | null;
  /** The contact as it was answered then; null when it was forgotten since. */
  contact: unknown;
}

const ofContact = new Set(["id", "email", "customProperties", "company", "createdAt", "updatedAt"]);
const ofCompany = new Set(["id", "createdAt", "updatedAt"]);

const isValue = (value: unknown): value is CustomPropertyValue =>
  ["string", "number", "boolean"].includes(typeof value) || Array.isArray(value);

const valuesOf = (given: unknown, without: ReadonlySet<string>): FieldValues => {
  const values: FieldValues = {};
  for (const [key, value] of Object.entries(isRecord(given) ? given : {})) {
    if (!without.has(key) && isValue(value)) values[key] = value;
  }
  return values;
};

/** A contact as a row left it, in the form in which the database keeps contacts. */
export interface Snapshot {
  email: unknown;
  fields: FieldValues;
  properties: FieldValues;
  companyId: string | null;
}

/** When the contact was changed last, as a row left it; in milliseconds. */
export const timeLeftBy = ({ contact }: UndoneRow): number | null =>
  isRecord(contact) && typeof contact.updatedAt === "string" ? Date.parse(contact.updatedAt) : null;

/** What a row left of its contact; null when that was forgotten. */
export function contactLeftBy({ contact }: UndoneRow): Snapshot | null {
  if (!isRecord(contact)) return null;
  const { company } = contact;
  return {
    email: contact.email,
    fields: valuesOf(contact, ofContact),
    properties: valuesOf(contact.customProperties, new Set()),
    companyId: isRecord(company) && typeof company.id === "string" ? company.id : null,
  };
}

/** The id and the fields of the company that a row left its contact with; null when there was none. */
export function companyLeftBy({ contact }: UndoneRow): { id: string; fields: FieldValues } | null {
  const company = isRecord(contact) ? contact.company : null;
  if (!isRecord(company) || typeof company.id !== "string") return null;
  return { id: company.id, fields: valuesOf(company, ofCompany) };
}
