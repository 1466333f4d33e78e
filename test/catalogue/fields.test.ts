import {
  companyFields,
  connectors,
  contactFields,
  eventTypes,
  fieldAliases,
  matchFields,
  operations,
  standardFields,
} from "@firstquadrant/core-client";
import { describe, expect, test } from "@jest/globals";

const smallWords = new Set(["of", "or", "and", "the", "in", "to", "a", "an"]);
const isTitleCase = (label: string) =>
  label.split(" ").every((word, at) => (at > 0 && smallWords.has(word)) || /^\(?\p{Lu}/u.test(word));
const isSentence = (text: string) => /^\p{Lu}.*[^.]\.$/u.test(text);

/** The form in which names are compared, as far as these tests need it. */
const compact = (name: string) =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");

const byLabel = standardFields.map((field) => ({ ...field, title: `${field.group}: ${field.label}` }));

describe.each(byLabel)("$title", ({ label, help, sample, type, choices, key }) => {
  test("has a label in title case", () => {
    expect(isTitleCase(label)).toBe(true);
    expect(label).not.toMatch(/[.:]$/);
  });

  test("has a help that says more than the label, or none", () => {
    if (help === undefined) return;
    expect(isSentence(help)).toBe(true);
    expect(compact(help)).not.toBe(compact(label));
  });

  test("has a sample of its type", () => {
    const kinds: Record<string, string> = { number: "number", integer: "number", list: "object", choices: "object" };
    expect(typeof sample).toBe(kinds[type] ?? "string");
    if (choices !== undefined) expect(choices).toContain(sample);
  });

  test("is found by its key, its label and every alias", () => {
    // Alone these words mean the whole name; what they mean beside others is tested where fields are matched.
    const names = [key, label, ...fieldAliases(key)].filter((name) => !["nom", "nome", "nombre"].includes(name));
    const found = names.map((name) => [name, Object.keys(matchFields([name]).fieldMapping)[0]]);
    expect(found).toEqual(names.map((name) => [name, key]));
  });
});

describe("all fields", () => {
  test.each([
    ["contact", contactFields],
    ["company", companyFields],
  ])("of a %s have keys and labels of their own", (_group, fields) => {
    expect(new Set(fields.map(({ key }) => key)).size).toBe(fields.length);
    expect(new Set(fields.map(({ label }) => label)).size).toBe(fields.length);
  });

  test("have labels that tell contact and company apart", () => {
    expect(new Set(standardFields.map(({ label }) => label)).size).toBe(standardFields.length);
  });

  test("go by names that no other field goes by", () => {
    const owners = new Map<string, Set<string>>();
    for (const { key, group, label } of standardFields) {
      for (const name of [group === "contact" ? key : "", label, ...fieldAliases(key)]) {
        const before = owners.get(compact(name)) ?? new Set();
        owners.set(compact(name), before.add(key));
      }
    }
    owners.delete("");
    expect([...owners].filter(([, keys]) => keys.size > 1)).toEqual([]);
  });

  test("are plain data, and one of them identifies the contact", () => {
    expect(JSON.parse(JSON.stringify(standardFields))).toEqual(standardFields);
    expect(standardFields.filter(({ identifies }) => identifies).map(({ key }) => key)).toEqual(["email"]);
  });
});

describe("what people are told", () => {
  test.each(Object.entries(eventTypes))("of the event %s", (_type, { label, description }) => {
    expect(isTitleCase(label)).toBe(true);
    expect(isSentence(description)).toBe(true);
  });

  test.each(Object.entries(operations))("of the operation %s", (_key, { does, on }) => {
    expect(isSentence(does)).toBe(true);
    for (const connector of connectors) {
      const reason = on[connector];
      expect(reason === true || isSentence(reason)).toBe(true);
    }
  });
});
