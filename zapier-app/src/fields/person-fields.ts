import { companyFields, contactFields } from "@firstquadrant/core-client";
import type { PlainInputField } from "zapier-platform-core";
import { companyPrefix } from "./contact-facts.ts";
import { toInputField } from "./to-input-field.ts";

/** A person's own fields, the one that tells people apart among them. */
export const personFields: PlainInputField[] = contactFields.map((field) => toInputField(field, "person"));

/** The fields of the company that the person works for. */
export const companyInputFields: PlainInputField[] = companyFields.map((field) =>
  toInputField(field, "company", companyPrefix),
);
