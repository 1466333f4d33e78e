import { sampleContact } from "@firstquadrant/core-client";
import { defineSearch, type PlainInputField } from "zapier-platform-core";
import { contactFactFields, contactFacts } from "../fields/contact-facts.ts";
import { customOutputFields } from "../fields/custom-fields.ts";
import { fieldLabel } from "../fields/field-label.ts";
import { givenText } from "../fields/given.ts";
import { stepThrottle } from "../pace.ts";
import { perform } from "../perform.ts";

/** What a person is known by, the surest first. */
const identifying = ["email", "phone", "linkedInHandle"] as const;

const helpTexts: Record<(typeof identifying)[number], string> = {
  email: "At least one of these fields is needed. They are tried in this order, until one finds a contact.",
  phone: "With its country code.",
  linkedInHandle: "The handle, or the address of the profile.",
};

const inputFields = identifying.map(
  (key): PlainInputField => ({
    key,
    label: fieldLabel(key),
    type: "string",
    required: false,
    helpText: helpTexts[key],
  }),
);

/** Finds one contact. Where several have a phone, it is the one that was changed last. */
export const findContact = perform(
  async (client, z, bundle) => {
    const given = identifying.flatMap((key): [string, string][] => {
      const value = givenText(bundle.inputData[key]);
      return value === undefined ? [] : [[`${key}.equals`, value]];
    });
    if (given.length === 0) {
      throw new z.errors.HaltedError("There is nothing to find a contact by: Email, Phone and LinkedIn are all empty.");
    }
    for (const filter of given) {
      const found = await client.contacts.list({
        limit: 1,
        orderBy: "updatedAt",
        filters: Object.fromEntries([filter]),
      });
      if (found.length > 0) return found.map(contactFacts);
    }
    return [];
  },
  { isStep: true },
);

export default defineSearch({
  key: "find_contact",
  noun: "Contact",
  display: {
    label: "Find Contact",
    description: "Finds a contact by its email, phone or profile on LinkedIn.",
  },
  operation: {
    inputFields,
    perform: findContact,
    throttle: stepThrottle,
    sample: contactFacts({ ...sampleContact, customProperties: {} }),
    outputFields: [{ key: "id", label: "Contact ID", type: "string" }, ...contactFactFields, customOutputFields],
  },
});
