import { displaysOf, inputFieldsOf, itemsOf, staticFields, withChildren } from "../items.ts";
import type { Check } from "./check.ts";
import { bareAddresses, brokenLinks } from "./links.ts";
import { type PlacedText, textsOf } from "./texts.ts";

const smallWords = /^(a|an|and|as|at|but|by|for|from|in|into|of|on|or|per|the|to|via|with)$/;

const isTitleCase = (label: string) =>
  label.split(/\s+/).every((word, index, words) => {
    const isInside = index > 0 && index < words.length - 1;
    return (isInside && smallWords.test(word)) || !/^\p{Ll}/u.test(word);
  });

const proseOf = (definition: Parameters<Check["find"]>[0]): PlacedText[] => [
  ...displaysOf(definition).flatMap(({ place, display }) =>
    [display.description, display.directions ?? ""].map((text) => ({ place, text })),
  ),
  ...inputFieldsOf(definition).map(({ place, field }) => ({ place, text: field.helpText ?? "" })),
  ...(definition.authentication?.fields ?? []).map(({ key, helpText = "" }) => ({
    place: `authentication.${key}`,
    text: helpText,
  })),
];

const labelsOf = (definition: Parameters<Check["find"]>[0]): PlacedText[] => [
  ...displaysOf(definition).map(({ place, display }) => ({ place, text: display.label })),
  ...inputFieldsOf(definition).map(({ place, field }) => ({ place, text: field.label ?? "" })),
  ...itemsOf(definition).flatMap(({ place, item: { operation } }) => [
    ...(operation.inputFieldGroups ?? []).map(({ key, label = "" }) => ({ place: `${place}.${key}`, text: label })),
    ...withChildren(staticFields(operation.outputFields)).map(({ key, label = "" }) => ({
      place: `${place}.${key}`,
      text: label,
    })),
  ]),
  ...(definition.authentication?.fields ?? []).map(({ key, label = "" }) => ({
    place: `authentication.${key}`,
    text: label,
  })),
];

/** What is asked of the words that a person reads. */
export const copyChecks: readonly Check[] = [
  {
    number: "D007",
    asks: "Every address is https.",
    find: (definition) =>
      textsOf(definition)
        .filter(({ text }) => /\bhttp:\/\/(?!localhost\b|127\.0\.0\.1\b)/i.test(text))
        .map(({ place }) => `${place} has an address that is not https`),
  },
  {
    number: "D008",
    asks: "Links lead somewhere, and an address is a link or marked as code.",
    find: (definition) =>
      proseOf(definition).flatMap(({ place, text }) => [
        ...brokenLinks(text).map((link) => `${place} has the link ${link}, which leads nowhere`),
        ...bareAddresses(text).map((address) => `${place} has the bare address ${address}`),
      ]),
  },
  {
    number: "D018",
    asks: "Labels are in title case.",
    find: (definition) =>
      labelsOf(definition)
        .filter(({ text }) => text === "" || !isTitleCase(text))
        .map(({ place, text }) => `${place} is labelled “${text}”`),
  },
  {
    number: "D021",
    asks: "A trigger is described as “Triggers when …”, in a sentence with a full stop.",
    find: ({ triggers = {} }) =>
      Object.entries(triggers)
        .filter(([, { display }]) => !/^Triggers when \S.*\.$/s.test(display.description))
        .map(([key, { display }]) => `triggers.${key} is described as “${display.description}”`),
  },
  {
    number: "D025",
    asks: "No text has an address that runs or reads something.",
    find: (definition) =>
      textsOf(definition)
        .filter(({ text }) => /\b(?:javascript|vbscript|data|file):[^\s]/i.test(text))
        .map(({ place }) => `${place} has a dangerous address`),
  },
];
