import type { ListedField } from "@firstquadrant/core-client";
import { perform } from "../perform.ts";

const toChoice = ({ key, label }: Pick<ListedField, "key" | "label">) => ({ id: key, label });

/** The fields that an update can change, the organization's own included. What tells contacts apart stays as it is. */
const listContactFields = perform(async (client) =>
  (await client.fields.list()).filter(({ identifies }) => !identifies).map(toChoice),
);

export default {
  key: "list_contact_fields",
  noun: "Field",
  display: {
    label: "List Contact Fields",
    description: "Triggers when a list of contact fields is needed to choose from.",
    hidden: true,
  },
  operation: {
    type: "polling" as const,
    perform: listContactFields,
    sample: toChoice({ key: "phone", label: "Phone" }),
    outputFields: [
      { key: "id", label: "Field Key", type: "string" as const },
      { key: "label", label: "Field", type: "string" as const },
    ],
  },
};
