import { inputFieldsOf, itemsOf, staticFields } from "../items.ts";
import type { Check } from "./check.ts";
import { isSecretName } from "./secret-names.ts";

const asksForId = ({ key, label = "" }: { key: string; label?: string }) =>
  /(^|_)ids?$/.test(key) || /[a-z]Ids?$/.test(key) || /\bIDs?$/.test(label);

const target = (reference: string) => reference.split(".")[0] ?? "";

/** What is asked of the fields of a step. */
export const fieldChecks: readonly Check[] = [
  {
    number: "D001",
    asks: "No field of a step asks for a secret: those belong into the connection.",
    find: (definition) =>
      inputFieldsOf(definition)
        .filter(({ field }) => field.type === "password" || isSecretName(field.key))
        .map(({ place }) => `${place} asks for a secret`),
  },
  {
    number: "D004",
    asks: "A field that takes an id offers a dropdown to choose from.",
    find: (definition) =>
      inputFieldsOf(definition)
        .filter(({ field }) => asksForId(field) && field.dynamic === undefined && field.choices === undefined)
        .map(({ place }) => `${place} has no dropdown`),
  },
  {
    number: "D005",
    asks: "The trigger of a dropdown exists, and answers the keys that the dropdown shows.",
    find: (definition) =>
      inputFieldsOf(definition).flatMap(({ place, field: { dynamic } }) => {
        if (dynamic === undefined) return [];
        const [name = "", ...keys] = dynamic.split(".");
        const trigger = definition.triggers?.[name];
        if (trigger === undefined) return [`${place} points to the trigger ${name}, which does not exist`];
        const sample = trigger.operation.sample ?? {};
        return keys.filter((key) => !(key in sample)).map((key) => `${place} shows ${key}, which ${name} has not`);
      }),
  },
  {
    number: "D009",
    asks: "A search has at least one field.",
    find: (definition) =>
      itemsOf(definition)
        .filter(({ kind, item }) => kind === "searches" && (item.operation.inputFields ?? []).length === 0)
        .map(({ place }) => `${place} has no field`),
  },
  {
    number: "D011",
    asks: "A help text says something else than the label.",
    find: (definition) =>
      inputFieldsOf(definition)
        .filter(({ field: { label = "", helpText = "" } }) => {
          const plain = (text: string) =>
            text
              .toLowerCase()
              .replace(/[^\p{L}\p{N}]+/gu, " ")
              .trim();
          return helpText !== "" && plain(helpText) === plain(label);
        })
        .map(({ place }) => `${place} repeats its label`),
  },
  {
    number: "D013",
    asks: "The search behind a field exists.",
    find: (definition) =>
      inputFieldsOf(definition)
        .filter(({ field }) => field.search !== undefined && !definition.searches?.[target(field.search)])
        .map(({ place, field }) => `${place} points to the search ${target(field.search ?? "")}, which does not exist`),
  },
  {
    number: "D014",
    asks: "A field with a search behind it takes one text or number.",
    find: (definition) =>
      inputFieldsOf(definition)
        .filter(({ field: { search, type = "string", list, dict, children } }) => {
          const isSingle = list !== true && dict !== true && children === undefined;
          return search !== undefined && !(isSingle && ["string", "number", "integer"].includes(type));
        })
        .map(({ place }) => `${place} takes more than one text or number`),
  },
  {
    number: "D022",
    asks: "An action has fields that are the same for everybody, since templates of Zaps are made of them.",
    find: (definition) =>
      itemsOf(definition)
        .filter(({ kind, item }) => kind === "creates" && staticFields(item.operation.inputFields).length === 0)
        .map(({ place }) => `${place} has no field that is the same for everybody`),
  },
];
