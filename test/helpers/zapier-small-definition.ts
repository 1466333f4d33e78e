import type { ZapierDefinition } from "../../zapier-app/definition/definition.ts";

/** A definition with one of everything that is checked, and nothing wrong with it. */
export const smallDefinition = () =>
  ({
    version: "1.2.3",
    platformVersion: "19.1.0",
    flags: { cleanInputData: false },
    authentication: {
      type: "custom",
      connectionLabel: "{{organization}}",
      test: "$func$2$f$",
      fields: [
        {
          key: "apiKey",
          label: "API Key",
          type: "password",
          required: true,
          helpText: "[Where to find it](https://docs.example.com/keys).",
        },
        {
          key: "region",
          label: "Region",
          type: "string",
          required: false,
          helpText: "[About regions](https://docs.example.com/regions).",
        },
      ],
    },
    triggers: {
      contact_changed: {
        key: "contact_changed",
        noun: "Contact",
        display: { label: "Contact Changed", description: "Triggers when a contact is changed." },
        operation: {
          type: "hook",
          inputFields: [
            { key: "list_id", label: "List", type: "string", required: false, dynamic: "list_lists.id.label" },
          ],
          perform: "$func$2$f$",
          performList: "$func$2$f$",
          performSubscribe: "$func$2$f$",
          performUnsubscribe: "$func$2$f$",
          sample: { id: "con_1", changedAt: "2026-11-22T10:00:00Z", company: { name: "Analytical Engines" } },
          outputFields: [
            { key: "id", label: "Contact ID", type: "string", required: true },
            { key: "changedAt", label: "Changed At", type: "datetime" },
            { key: "company__name", label: "Company Name", type: "string" },
          ],
        },
      },
      list_lists: {
        key: "list_lists",
        noun: "List",
        display: { label: "List Lists", description: "Triggers when lists are needed.", hidden: true },
        operation: {
          type: "polling",
          perform: "$func$2$f$",
          sample: { id: "lst_1", label: "News" },
          outputFields: [
            { key: "id", label: "List ID", type: "string" },
            { key: "label", label: "List", type: "string" },
          ],
        },
      },
    },
    creates: {
      create_contact: {
        key: "create_contact",
        noun: "Contact",
        display: { label: "Create Contact", description: "Creates a contact." },
        operation: {
          inputFieldGroups: [{ key: "person", label: "Person" }],
          inputFields: [
            { key: "email", label: "Email", type: "string", required: true, group: "person" },
            {
              key: "list_id",
              label: "List",
              type: "string",
              required: false,
              group: "person",
              dynamic: "list_lists.id.label",
              search: "find_contact.id",
              helpText: "The list that the contact goes to. [About lists](https://docs.example.com/lists).",
            },
            {
              key: "facts",
              label: "Facts",
              type: "json",
              required: false,
              group: "person",
              schema: { type: "object" },
            },
            {
              key: "rows",
              label: "Rows",
              required: false,
              group: "person",
              children: [{ key: "email", label: "Email", type: "string", required: false }],
            },
          ],
          perform: "$func$2$f$",
          sample: { id: "con_1", seats: 5, tags: ["news"], rows: [{ email: "ada@example.com" }] },
          outputFields: [
            { key: "id", label: "Contact ID", type: "string" },
            { key: "seats", label: "Seats", type: "integer" },
            { key: "tags", label: "Tags", type: "string", list: true },
            { key: "rows", label: "Rows", children: [{ key: "email", label: "Email", type: "string" }] },
          ],
        },
      },
    },
    searches: {
      find_contact: {
        key: "find_contact",
        noun: "Contact",
        display: { label: "Find Contact", description: "Finds a contact by its email." },
        operation: {
          inputFields: [{ key: "email", label: "Email", type: "string", required: true }],
          perform: "$func$2$f$",
          sample: { id: "con_1" },
          outputFields: [{ key: "id", label: "Contact ID", type: "string" }],
        },
      },
    },
    searchOrCreates: {
      find_contact: {
        key: "find_contact",
        display: { label: "Find or Create Contact", description: "Finds a contact, or creates one." },
        search: "find_contact",
        create: "create_contact",
      },
    },
  }) satisfies ZapierDefinition;

/** A value of a small definition, by the keys on the way to it. */
export type Place = readonly (string | number)[];

/** A small definition with one value changed, or, where the value is undefined, taken away. */
export function changed(place: Place, value: unknown): ZapierDefinition {
  const definition = smallDefinition();
  const last = place.at(-1) ?? "";
  const holder = place.slice(0, -1).reduce((inner: unknown, key) => Reflect.get(Object(inner), key), definition);
  const owner = Object(holder);
  if (Array.isArray(holder) && value === undefined) holder.splice(Number(last), 1);
  else if (value === undefined) Reflect.deleteProperty(owner, last);
  else Reflect.set(owner, last, value);
  return definition;
}
