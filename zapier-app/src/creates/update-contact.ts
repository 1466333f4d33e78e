import { type ContactBody, contactFields, sampleContact } from "@firstquadrant/core-client";
import { defineCreate, type PlainInputField } from "zapier-platform-core";
import { clearField } from "../fields/clear-field.ts";
import { contactFactFields, contactFacts } from "../fields/contact-facts.ts";
import { customInputFields, customOutputFields } from "../fields/custom-fields.ts";
import { givenText } from "../fields/given.ts";
import { companyInputFields, personFields } from "../fields/person-fields.ts";
import { contactGroups } from "../fields/step-groups.ts";
import { stepThrottle } from "../pace.ts";
import { perform } from "../perform.ts";
import { contactRecord } from "./contact-record.ts";

const emailField: PlainInputField = {
  key: "email",
  label: "Contact",
  type: "string",
  group: "target",
  required: true,
  search: "find_contact.email",
  helpText: "The email of the contact to update. None is created: for that there is Create Contact.",
};

const newEmailField: PlainInputField = {
  key: "new_email",
  label: "New Email",
  type: "string",
  group: "person",
  required: false,
  helpText: "Only where the contact's email is to change.",
};

const notFoundField: PlainInputField = {
  key: "when_not_found",
  label: "When Not Found",
  type: "string",
  group: "options",
  required: false,
  choices: { stop: "Stop this Zap run", continue: "Go on, and say so" },
  helpText: "What happens when no contact has the email. Left empty, the run stops.",
};

const identity = new Set<string>(contactFields.filter((field) => "identifies" in field).map(({ key }) => key));

const inputFields = [
  emailField,
  ...personFields.filter(({ key }) => !identity.has(key)),
  newEmailField,
  ...companyInputFields,
  customInputFields,
  clearField,
  notFoundField,
];

/** What is to change: all that was given, but for the email that only says whose it is. */
function changesOf(inputData: Record<string, unknown>, newEmail: string | undefined): ContactBody {
  const { contact, company, clear } = contactRecord(inputData);
  const { email: _identity, ...facts } = contact;
  return { ...facts, ...(newEmail && { email: newEmail }), ...(company && { company }), ...(clear && { clear }) };
}

/**
 * Changes a contact by its own route, as a person would, and not through an import: an update takes nobody in, so it
 * needs no import that runs, counts in none, and reaches only who was imported or added before. It sets values, so a
 * repeat of it changes nothing; a remembered answer would swallow a change that is meant again. So it has no key.
 */
export const updateContact = perform(
  async (client, z, bundle) => {
    const email = givenText(bundle.inputData.email);
    if (email === undefined) throw new z.errors.Error("Say which contact: Contact is empty.", "missing_email");
    const newEmail = givenText(bundle.inputData.new_email);
    const find = async (address: string) =>
      (await client.contacts.list({ limit: 1, filters: { "email.equals": address } })).at(0);
    // A repeat finds the contact where the first try had moved it.
    const found = (await find(email)) ?? (newEmail === undefined ? undefined : await find(newEmail));
    if (found === undefined) {
      if (givenText(bundle.inputData.when_not_found)?.toLowerCase() === "continue") {
        return { ...contactFacts(null), found: false };
      }
      throw new z.errors.HaltedError(
        `No contact has the email ${email}, so nothing was updated. Create Contact makes one, or updates it when it is there.`,
      );
    }
    const contact = await client.contacts.update(found.id, changesOf(bundle.inputData, newEmail));
    return { ...contactFacts(contact), found: true };
  },
  { isStep: true },
);

export default defineCreate({
  key: "update_contact",
  noun: "Contact",
  display: {
    label: "Update Contact",
    description:
      "Updates an existing contact, found by its email. Changes only the fields that are given, overwrites what they held, and never creates a contact.",
  },
  operation: {
    inputFieldGroups: contactGroups,
    inputFields,
    perform: updateContact,
    throttle: stepThrottle,
    sample: { ...contactFacts({ ...sampleContact, customProperties: {} }), found: true },
    outputFields: [
      { key: "id", label: "Contact ID", type: "string" },
      { key: "found", label: "Found", type: "boolean" },
      ...contactFactFields,
      customOutputFields,
    ],
  },
});
