import type { Company, Contact, CustomPropertyValue } from "@firstquadrant/core-client";

/** A company as the database keeps it. */
export interface CompanyRecord {
  id: string;
  domain: string | null;
  name_key: string | null;
  /** All fields, `name` and `domain` among them. */
  fields: Record<string, CustomPropertyValue>;
  created_at: Date;
  updated_at: Date;
}

/** A contact as the database keeps it. */
export interface ContactRecord {
  id: string;
  email: string;
  /** All fields but the email. */
  fields: Record<string, CustomPropertyValue>;
  custom_properties: Record<string, CustomPropertyValue>;
  company_id: string | null;
  created_at: Date;
  updated_at: Date;
}

/** Makes text of times, most of which are the one before: contacts are made and changed by the thousand at one moment. */
function timeTexts(): (time: Date) => string {
  let last: Date | null = null;
  let text = "";
  return (time) => {
    if (time !== last) [last, text] = [time, time.toISOString()];
    return text;
  };
}

const createdText = timeTexts();
const updatedText = timeTexts();

export const toCompany = (record: CompanyRecord): Company => ({
  id: record.id,
  ...record.fields,
  createdAt: record.created_at.toISOString(),
  updatedAt: record.updated_at.toISOString(),
});

/** A contact as it is answered, with its company inside. */
export const toContact = (record: ContactRecord, company: CompanyRecord | null): Contact => ({
  id: record.id,
  email: record.email,
  ...record.fields,
  customProperties: record.custom_properties,
  company: company === null ? null : toCompany(company),
  createdAt: createdText(record.created_at),
  updatedAt: updatedText(record.updated_at),
});
