import { type Client, type PreviewRow, sampleContact } from "@firstquadrant/core-client";
import { defineCreate } from "zapier-platform-core";
import { clearField } from "../fields/clear-field.ts";
import { contactFactFields, contactFacts } from "../fields/contact-facts.ts";
import { customInputFields, customOutputFields } from "../fields/custom-fields.ts";
import { fieldLabel } from "../fields/field-label.ts";
import { fieldMessage } from "../fields/field-message.ts";
import { givenText } from "../fields/given.ts";
import { importField } from "../fields/import-field.ts";
import { companyInputFields, personFields } from "../fields/person-fields.ts";
import { contactGroups } from "../fields/step-groups.ts";
import { stepThrottle } from "../pace.ts";
import { perform } from "../perform.ts";
import { contactRecord } from "./contact-record.ts";
import { defaultImport } from "./default-import.ts";
import { whyNotTakenIn, whyRejected } from "./not-taken-in.ts";

const inputFields = [
  importField("list_imports", {
    required: false,
    helpText:
      "By whose rules and questions: also of an import that does not run. Left empty, it is the import named Zapier.",
  }),
  ...personFields,
  ...companyInputFields,
  customInputFields,
  clearField,
];

/** Nothing is made here, so an import that was not chosen has to be there already. */
async function findDefaultImport(client: Client): Promise<string | undefined> {
  const { name, method, app } = defaultImport;
  const filters = { "name.equals": name, "method.equals": method, "app.equals": app };
  return (await client.imports.list({ limit: 1, filters })).at(0)?.id;
}

function validation({ outcome, contact, changed, warnings, errors, answers }: PreviewRow) {
  const reason =
    outcome === "rejected"
      ? whyRejected({ message: "It cannot become a contact", details: errors })
      : whyNotTakenIn({ outcome, contact, answers });
  return {
    ...contactFacts(contact),
    outcome,
    takenIn: reason === "",
    reason,
    changed: changed.map(fieldLabel).join(", "),
    warnings: warnings.map(fieldMessage).join("; "),
    answers: answers.map(({ text, answer, passed, reason: why }) => ({ question: text, answer, passed, reason: why })),
  };
}

export const validateContact = perform(
  async (client, z, bundle) => {
    const importId = givenText(bundle.inputData.import_id) ?? (await findDefaultImport(client));
    if (importId === undefined) {
      throw new z.errors.Error(
        "There is no import named Zapier yet, by whose rules the contact could be looked at. Choose an import.",
        "missing_import",
      );
    }
    const { rows } = await client.imports.preview(importId, { records: [contactRecord(bundle.inputData)] });
    const row = rows.at(0);
    if (row === undefined) throw new Error("FirstQuadrant answered without a word about the contact.");
    return validation(row);
  },
  { isStep: true },
);

export default defineCreate({
  key: "validate_contact",
  noun: "Contact",
  display: {
    label: "Validate Contact",
    description:
      "Tells what an import would do with a contact: its outcome, the values as they would be stored, and what is wrong. Stores and changes nothing.",
  },
  operation: {
    inputFieldGroups: contactGroups,
    inputFields,
    perform: validateContact,
    throttle: stepThrottle,
    sample: validation({
      outcome: "created",
      contact: { ...sampleContact, customProperties: {}, id: null },
      changed: ["email", "firstName"],
      warnings: [{ field: "phone", message: "is kept as it is: it is no phone number" }],
      errors: [],
      answers: [
        {
          questionId: "q1",
          text: "Is it a company of at least 50 people?",
          answer: "yes",
          passed: true,
          reason: "employeesCount is 120, which is at least 50",
        },
      ],
    }),
    outputFields: [
      { key: "id", label: "Contact ID", type: "string" },
      { key: "outcome", label: "Outcome", type: "string" },
      { key: "takenIn", label: "Would Be Taken In", type: "boolean" },
      { key: "reason", label: "Reason", type: "string" },
      { key: "changed", label: "Changed Fields", type: "string" },
      { key: "warnings", label: "Warnings", type: "string" },
      {
        key: "answers",
        label: "Answers",
        children: [
          { key: "question", label: "Question", type: "string" },
          { key: "answer", label: "Answer", type: "string" },
          { key: "passed", label: "Passed", type: "boolean" },
          { key: "reason", label: "Reason", type: "string" },
        ],
      },
      ...contactFactFields,
      customOutputFields,
    ],
  },
});
