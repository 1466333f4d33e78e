import { type ContactRecord, isRecord } from "@firstquadrant/core-client";
import { defineCreate } from "zapier-platform-core";
import { givenText } from "../fields/given.ts";
import { importField } from "../fields/import-field.ts";
import { lineItemFields } from "../fields/line-item-fields.ts";
import { stepGroups } from "../fields/step-groups.ts";
import { idempotencyKey } from "../idempotency-key.ts";
import { stepThrottle } from "../pace.ts";
import { perform } from "../perform.ts";
import { bulkOutput, bulkOutputFields, bulkSample, type LineItemResult, lineItemResult } from "./bulk-output.ts";
import { contactRecord } from "./contact-record.ts";
import { targetImport } from "./default-import.ts";
import { notTakenInField, stopsRun } from "./not-taken-in.ts";
import { recordReferenceField } from "./record-reference.ts";

/** What one step brings within its 30 seconds, with room for a slow answer. */
const most = 500;
const mostNamed = 5;

const inputFields = [
  importField("list_running_imports", {
    required: false,
    helpText:
      "A running import that takes the contacts in. Left empty, it is the import named Zapier, which is started when it is not running.",
  }),
  lineItemFields,
  notTakenInField("continue"),
  recordReferenceField,
];

interface LineItem {
  number: number;
  record: ContactRecord;
}

const holdsNothing = ({ contact, company }: ContactRecord) =>
  Object.keys(contact).length === 0 && company === undefined;

/** The line items that hold something: a sheet's empty rows are none. */
function lineItems(contacts: unknown): LineItem[] {
  const given = Array.isArray(contacts) ? contacts : [contacts];
  return given
    .map((item, index) => ({ number: index + 1, record: contactRecord(isRecord(item) ? item : {}) }))
    .filter(({ record }) => !holdsNothing(record));
}

function explainRefusals(refused: readonly LineItemResult[], all: number): string {
  const named = refused.slice(0, mostNamed).map(({ number, reason }) => `Contact ${number}: ${reason}`);
  const rest = refused.length > mostNamed ? [`And ${refused.length - mostNamed} more.`] : [];
  const count = `${refused.length} of ${all} contacts ${refused.length === 1 ? "was" : "were"} not taken in; the others were.`;
  return [count, ...named, ...rest].join(" ");
}

export const createContacts = perform(
  async (client, z, bundle) => {
    const items = lineItems(bundle.inputData.contacts);
    if (items.length === 0) throw new z.errors.HaltedError("There is nothing to send: Contacts holds no line item.");
    if (items.length > most) {
      throw new z.errors.Error(
        `Contacts holds ${items.length} line items, and a step takes ${most} at most. Nothing was stored. Send fewer at a time, or send them as a file with Import File.`,
        "too_many_contacts",
      );
    }
    const importId = await targetImport(client, bundle.inputData);
    const records = items.map(({ record }) => record);
    const reference = givenText(bundle.inputData.record_reference) ?? null;
    const key = idempotencyKey(z, bundle, ["create_contacts", importId, records, reference]);
    const { results, counts } = await client.imports.addContacts(importId, records, {
      ...(key !== undefined && { idempotencyKey: key }),
    });
    const told = results.flatMap((result) => {
      const item = items[result.index];
      return item === undefined
        ? []
        : [lineItemResult(result, item.number, givenText(item.record.contact.email) ?? null)];
    });
    const refused = told.filter(({ takenIn }) => !takenIn);
    if (refused.length > 0 && stopsRun(bundle.inputData, "continue")) {
      throw new z.errors.HaltedError(explainRefusals(refused, told.length));
    }
    return bulkOutput(importId, counts, told);
  },
  { isStep: true },
);

export default defineCreate({
  key: "create_contacts",
  noun: "Contact",
  display: {
    label: "Create Contacts in Bulk",
    description:
      "Creates up to 500 contacts from line items in one task, and updates those that have the same email. A contact that cannot be taken in leaves the others alone. Without a chosen import, it starts the default one.",
  },
  operation: {
    inputFieldGroups: [stepGroups.target, { key: "contacts", label: "Contacts" }, stepGroups.options],
    inputFields,
    perform: createContacts,
    throttle: stepThrottle,
    sample: bulkSample,
    outputFields: bulkOutputFields,
  },
});
