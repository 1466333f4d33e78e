import type { CompanyFieldKey, CompanyFields } from "../catalogue/company-fields.ts";
import type { ContactFieldKey, ContactFields } from "../catalogue/contact-fields.ts";

/** A value of a custom property, by the type of its definition. */
export type CustomPropertyValue = string | number | boolean | string[];

/** A company as the API answers it. A field without a value is absent. */
export interface Company extends Partial<CompanyFields> {
  id: string;
  createdAt: string;
  updatedAt: string;
}

/** A contact as the API answers it. A field without a value is absent, except the email, which every contact has. */
export interface Contact extends Partial<ContactFields> {
  id: string;
  email: string;
  customProperties: Record<string, CustomPropertyValue>;
  company: Company | null;
  createdAt: string;
  updatedAt: string;
}

/** What a caller may say about a contact. Blank (`""`, `null`, missing) means "not given" and never erases. */
export type ContactInput = {
  [Key in ContactFieldKey]?: ContactFields[Key] | string | null;
} & {
  customProperties?: Record<string, unknown>;
};

/** What a caller may say about the contact's company. */
export type CompanyInput = {
  [Key in CompanyFieldKey]?: CompanyFields[Key] | string | null;
};

/** One record in the API's own shape. */
export interface ContactRecord {
  contact: ContactInput;
  company?: CompanyInput;
  /** Further facts, kept with the contact as custom properties. */
  data?: Record<string, unknown>;
  /** Names of fields to erase; the company's are written `company.name`, custom ones `customProperties.plan`. */
  clear?: string[];
}
