import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { ContactRecord } from "@firstquadrant/core-client";
import { expect } from "@jest/globals";

type Fields = Record<string, string>;

export interface Sample {
  app: string;
  payload: unknown;
  expected: { contact: Fields; company?: Fields };
}

const folder = path.resolve(__dirname, "../fixtures/payloads");

/** The bodies of the eight apps, each with the contact that must come out. */
export const payloads: Sample[] = readdirSync(folder).map((file) =>
  JSON.parse(readFileSync(path.join(folder, file), "utf8")),
);

const countries: Fields = { India: "IN", "United States": "US", Canada: "CA" };
const digitsOf = (text: string) => text.replace(/\D/g, "");

/** Whether a value is what normalising would turn into the expected one. Mapping does not normalise. */
const becomes: Record<string, (value: string, expected: string) => boolean> = {
  email: (value, expected) => value.trim().toLowerCase() === expected,
  phone: (value, expected) => digitsOf(expected).endsWith(digitsOf(value).replace(/^0+/, "")),
  countryCode: (value, expected) => (countries[value] ?? value) === expected,
  linkedInHandle: (value, expected) => value.replace(/\/$/, "").endsWith(`/${expected}`),
};

function expectField(field: string, actual: unknown, expected: string) {
  const check = becomes[field] ?? ((value: string) => value === expected);
  expect({ field, actual, fits: typeof actual === "string" && check(actual, expected) }).toMatchObject({ fits: true });
}

/** Expects every field named in `expected`, as far as it is to be found in the record before anything is normalised. */
export function expectToBecome({ contact, company = {} }: ContactRecord, expected: Sample["expected"]): void {
  const names = { ...contact, name: contact.name ?? `${contact.firstName} ${contact.lastName}` };
  for (const [field, value] of Object.entries(expected.contact)) {
    const isCutFromName = (field === "firstName" || field === "lastName") && contact[field] === undefined;
    if (isCutFromName) expect(names.name).toContain(value);
    else expectField(field, Object.entries(names).find(([key]) => key === field)?.[1], value);
  }
  for (const [field, value] of Object.entries(expected.company ?? {})) {
    if (field === "domain") expect(new URL(String(company.website)).hostname).toContain(value);
    else expectField(field, Object.entries(company).find(([key]) => key === field)?.[1], value);
  }
}
