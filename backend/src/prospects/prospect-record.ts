import type { CustomPropertyValue, Prospect } from "@firstquadrant/core-client";
import { companySizeOf } from "./company-size.ts";

/** A prospect as the database keeps it, without its terms. */
export interface ProspectRecord {
  number: number;
  email: string;
  first_name: string | null;
  last_name: string | null;
  title: string | null;
  seniority: string | null;
  city: string | null;
  country: string | null;
  company_name: string | null;
  company_domain: string | null;
  industry: string | null;
  employees: number | null;
  /** Further fields of the contact and of the company. */
  further: { contact: Record<string, CustomPropertyValue>; company: Record<string, CustomPropertyValue> } | null;
  created_at: Date;
  updated_at: Date;
}

/** The columns of a `ProspectRecord`. */
export const prospectColumns = `number, email, first_name, last_name, title, seniority, city, country, company_name,
  company_domain, industry, employees, further, created_at, updated_at`;

const digits = 12;

export const prospectId = (number: number): string => `pro_${String(number).padStart(digits, "0")}`;

/** The number that an id holds; null where it is no prospect's. */
export function numberOfId(id: string): number | null {
  const [, number] = /^pro_(\d{12})$/.exec(id) ?? [];
  return number === undefined ? null : Number(number);
}

function nameOf({ first_name, last_name, further }: ProspectRecord): string | null {
  const given = further?.contact.name;
  if (typeof given === "string") return given;
  const parts = [first_name, last_name].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(" ");
}

/** A prospect as it is answered: without the address, which comes with the contact. */
export const toProspect = (record: ProspectRecord): Prospect => ({
  id: prospectId(record.number),
  name: nameOf(record),
  firstName: record.first_name,
  lastName: record.last_name,
  title: record.title,
  seniority: record.seniority,
  city: record.city,
  country: record.country,
  companyName: record.company_name,
  companyDomain: record.company_domain,
  industry: record.industry,
  employeesCount: record.employees,
  companySize: record.employees === null ? null : companySizeOf(record.employees),
  createdAt: record.created_at.toISOString(),
  updatedAt: record.updated_at.toISOString(),
});

const given = (values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));

/** What is known of a prospect, as a record that an import takes in. */
export const toContactRecord = (record: ProspectRecord) => ({
  contact: given({
    email: record.email,
    firstName: record.first_name,
    lastName: record.last_name,
    employmentTitle: record.title,
    employmentSeniority: record.seniority,
    city: record.city,
    countryCode: record.country,
    ...record.further?.contact,
  }),
  company: given({
    name: record.company_name,
    domain: record.company_domain,
    primaryIndustry: record.industry,
    employeesCount: record.employees,
    ...record.further?.company,
  }),
});
