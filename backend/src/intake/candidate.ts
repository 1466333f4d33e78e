import type { CustomPropertyValue, ErrorDetail, Warning } from "@firstquadrant/core-client";

/** Values of fields, by key, each in its normal form. */
export type FieldValues = Record<string, CustomPropertyValue>;

/** What a record says, once it is read: not yet compared with what is known. */
export interface Candidate {
  /** Null when the record has no usable address; then `errors` says why. */
  email: string | null;
  fields: FieldValues;
  /** Null when the record says nothing of a company. */
  company: FieldValues | null;
  customProperties: FieldValues;
  /** Names of fields to erase: `phone`, `company.name`, `customProperties.plan`. */
  clear: string[];
  warnings: Warning[];
  /** A record with errors cannot become a contact. */
  errors: ErrorDetail[];
}
