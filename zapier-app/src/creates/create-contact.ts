import { defineCreate } from "zapier-platform-core";
import { clearField } from "../fields/clear-field.ts";
import { customInputFields, customOutputFields } from "../fields/custom-fields.ts";
import { givenText } from "../fields/given.ts";
import { importField } from "../fields/import-field.ts";
import { companyInputFields, personFields } from "../fields/person-fields.ts";
import { contactGroups } from "../fields/step-groups.ts";
import { idempotencyKey } from "../idempotency-key.ts";
import { stepThrottle } from "../pace.ts";
import { perform } from "../perform.ts";
import { contactOutput, contactOutputFields, contactOutputSample, rejectedOutput } from "./contact-output.ts";
import { contactRecord } from "./contact-record.ts";
import { targetImport } from "./default-import.ts";
import { isRejection, notTakenInField, stopsRun, whyRejected } from "./not-taken-in.ts";
import { recordReferenceField } from "./record-reference.ts";

const inputFields = [
  importField("list_running_imports", {
    required: false,
    helpText:
      "A running import that takes the contact in. Left empty, it is the import named Zapier, which is started when it is not running.",
  }),
  ...personFields,
  ...companyInputFields,
  customInputFields,
  clearField,
  notTakenInField("stop"),
  recordReferenceField,
];

export const createContact = perform(
  async (client, z, bundle) => {
    const record = contactRecord(bundle.inputData);
    const importId = await targetImport(client, bundle.inputData);
    const reference = givenText(bundle.inputData.record_reference) ?? null;
    const stops = stopsRun(bundle.inputData, "stop");
    const key = idempotencyKey(z, bundle, ["create_contact", importId, record, reference]);
    const options = { ...(key !== undefined && { idempotencyKey: key }) };
    try {
      const output = contactOutput(await client.imports.addContact(importId, record, options));
      // Nothing is broken: the import does as it was set up, and the Zap must not be turned off for that.
      if (stops && !output.takenIn) throw new z.errors.HaltedError(`The contact was not taken in. ${output.reason}`);
      return output;
    } catch (error) {
      const rejection = isRejection(error);
      if (stops || rejection === null) throw error;
      return rejectedOutput(importId, whyRejected({ message: rejection.message, details: [...rejection.details] }));
    }
  },
  { isStep: true },
);

export default defineCreate({
  key: "create_contact",
  noun: "Contact",
  display: {
    label: "Create Contact",
    description:
      "Creates a contact in an import, or updates the contact that has the same email. Empty fields erase nothing. Without a chosen import, it starts the default one.",
  },
  operation: {
    inputFieldGroups: contactGroups,
    inputFields,
    perform: createContact,
    throttle: stepThrottle,
    sample: contactOutputSample,
    outputFields: [...contactOutputFields, customOutputFields],
  },
});
