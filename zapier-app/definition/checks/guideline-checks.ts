import { displaysOf, inputFieldsOf, itemsOf, staticFields } from "../items.ts";
import type { Check } from "./check.ts";

/** What Zapier's guidelines ask, a person reviews, and a definition shows. */
export const guidelineChecks: readonly Check[] = [
  {
    number: "G001",
    asks: "An action is described by what it does: “Creates …”, in a sentence with a full stop.",
    find: ({ creates = {} }) =>
      Object.entries(creates)
        .filter(([, { display }]) => !/^[A-Z][a-z]+s \S.*\.$/s.test(display.description))
        .map(([key, { display }]) => `creates.${key} is described as “${display.description}”`),
  },
  {
    number: "G002",
    asks: "A search is labelled “Find …” and described as “Finds …”.",
    find: ({ searches = {} }) =>
      Object.entries(searches)
        .filter(([, { display }]) => !/^Find /.test(display.label) || !/^Finds \S.*\.$/s.test(display.description))
        .map(([key, { display }]) => `searches.${key} is “${display.label}”: “${display.description}”`),
  },
  {
    number: "G003",
    asks: "Labels and descriptions of items do without the integration's own name, and labels without Zapier's.",
    find: (definition) =>
      displaysOf(definition)
        .filter(
          ({ display }) => /firstquadrant|zapier/i.test(display.label) || /firstquadrant/i.test(display.description),
        )
        .map(({ place }) => `${place} names FirstQuadrant or Zapier`),
  },
  {
    number: "G005",
    asks: "Where a step has groups of fields, each field is in one of them.",
    find: (definition) =>
      itemsOf(definition).flatMap(({ place, item: { operation } }) => {
        const groups = operation.inputFieldGroups?.map(({ key }) => key);
        if (groups === undefined) return [];
        return staticFields(operation.inputFields)
          .filter(({ group = "" }) => !groups.includes(group))
          .map(({ key }) => `${place}.${key} is in no group`);
      }),
  },
  {
    number: "G006",
    asks: "Keys of items are lower-case words, and a noun is in the singular.",
    find: (definition) =>
      itemsOf(definition).flatMap(({ place, item }) => [
        ...(/^[a-z]+(?:_[a-z0-9]+)*$/.test(item.key) ? [] : [`${place} has a key that is not of lower-case words`]),
        ...(/[^s]s$/.test(item.noun) ? [`${place} has the noun “${item.noun}”`] : []),
      ]),
  },
  {
    number: "G007",
    asks: "Every field of a step says whether it is required.",
    find: (definition) =>
      inputFieldsOf(definition)
        .filter(({ field }) => field.type !== "copy" && field.required === undefined)
        .map(({ place }) => `${place} does not say whether it is required`),
  },
];
