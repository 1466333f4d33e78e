import type { PlainInputField } from "zapier-platform-core";
import { perform } from "../perform.ts";
import { listCustomFields } from "./custom-fields.ts";
import { companyInputFields, personFields } from "./person-fields.ts";

/**
 * A field as one of a line item. There it can hold no list of its own: the API takes several values in one text,
 * between commas. What is missing in one item must not keep the others back, so none is required.
 */
const inLineItem = ({ group: _group, list: _list, ...field }: PlainInputField): PlainInputField => ({
  ...field,
  required: false,
});

const standardFields = [...personFields, ...companyInputFields].map(inLineItem);

/** Several contacts, each a line item with all that one may have, the organization's custom fields included. */
export const lineItemFields = perform(async (client): Promise<PlainInputField[]> => {
  const customFields = await listCustomFields(client);
  return [
    {
      key: "contacts",
      label: "Contacts",
      group: "contacts",
      required: false,
      children: [...standardFields, ...customFields.map(inLineItem)],
    },
  ];
});
