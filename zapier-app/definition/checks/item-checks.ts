import { staticFields, visibleItemsOf } from "../items.ts";
import type { Check } from "./check.ts";

/** What is asked of triggers, actions and searches, besides their fields and words. */
export const itemChecks: readonly Check[] = [
  {
    number: "D006",
    asks: "An instant trigger can list what it would have delivered.",
    find: (definition) =>
      visibleItemsOf(definition)
        .filter(
          ({ kind, item: { operation } }) => kind === "triggers" && operation.type === "hook" && !operation.performList,
        )
        .map(({ place }) => `${place} has no performList`),
  },
  {
    number: "D010",
    asks: "The sample of a polling trigger has the keys that tell one item from the next.",
    find: (definition) =>
      Object.entries(definition.triggers ?? {}).flatMap(([key, { operation }]) => {
        if (operation.type === "hook") return [];
        const named = staticFields(operation.outputFields).filter((field) => field.primary === true);
        const primary = named.length > 0 ? named.map((field) => field.key) : ["id"];
        return primary
          .filter((one) => operation.sample?.[one] === undefined)
          .map((one) => `triggers.${key} has no ${one} in its sample`);
      }),
  },
  {
    number: "D012",
    asks: "Every item that a person can choose has a sample.",
    find: (definition) =>
      visibleItemsOf(definition)
        .filter(({ item }) => Object.keys(item.operation.sample ?? {}).length === 0)
        .map(({ place }) => `${place} has no sample`),
  },
  {
    number: "D015",
    asks: "What finds or creates refers to a search and to an action that exist.",
    find: ({ searchOrCreates = {}, searches = {}, creates = {} }) =>
      Object.entries(searchOrCreates).flatMap(([key, { search, create, update }]) => [
        ...(search in searches ? [] : [`searchOrCreates.${key} refers to the search ${search}, which does not exist`]),
        ...[create, update ?? create]
          .filter((name, index, names) => names.indexOf(name) === index && !(name in creates))
          .map((name) => `searchOrCreates.${key} refers to the action ${name}, which does not exist`),
      ]),
  },
  {
    number: "D017",
    asks: "An instant trigger subscribes and unsubscribes by itself.",
    find: (definition) =>
      visibleItemsOf(definition)
        .filter(({ kind, item: { operation } }) => kind === "triggers" && operation.type === "hook")
        .filter(({ item: { operation } }) => !operation.performSubscribe || !operation.performUnsubscribe)
        .map(({ place }) => `${place} does not subscribe and unsubscribe`),
  },
];
