import { describe, expect, test } from "@jest/globals";
import { app } from "../helpers/zapier-app.ts";

/** A field of a step or of an answer, as far as it can be checked; functions stand for fields of an organization. */
interface CheckedField {
  key: string;
  label?: string;
  type?: string;
  helpText?: string;
  group?: string;
  list?: boolean;
  dynamic?: string;
  search?: string;
}

interface CheckedItem {
  key: string;
  noun: string;
  display: { label: string; description: string; hidden?: boolean };
  operation: {
    inputFields?: unknown[];
    inputFieldGroups?: { key: string }[];
    outputFields: unknown[];
    sample: Record<string, unknown>;
  };
}

const isField = (value: unknown): value is CheckedField => typeof value === "object" && value !== null;
const fieldsOf = (fields: unknown[] | undefined): CheckedField[] => (fields ?? []).filter(isField);

const definition: {
  triggers: Record<string, CheckedItem>;
  creates: Record<string, CheckedItem>;
  searches: Record<string, CheckedItem>;
} = JSON.parse(JSON.stringify(app, (_key, value) => (typeof value === "function" ? "a function" : value)));

const items = [definition.triggers, definition.creates, definition.searches].flatMap((kind) => Object.values(kind));
const visible = items.filter((item) => !item.display.hidden);
const smallWords = /^(and|at|by|from|in|of|on|or|the|to|with)$/;
const isTitleCase = (text: string) =>
  text.split(/\s+/).every((word, index) => (index > 0 && smallWords.test(word)) || !/^[a-z]/.test(word));

/** A sample's values by their keys, as Zapier writes keys of what lies deeper: `company__name`. */
function flat(sample: Record<string, unknown>, prefix = ""): [string, unknown][] {
  return Object.entries(sample).flatMap(([key, value]): [string, unknown][] => {
    const isDeeper = typeof value === "object" && value !== null && !Array.isArray(value);
    return isDeeper ? flat(Object(value), `${prefix}${key}__`) : [[`${prefix}${key}`, value]];
  });
}

const typeOf = (value: unknown): string => {
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  if (typeof value === "string" && /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(value)) return "datetime";
  return typeof value;
};

describe.each(items.map((item) => [item.key, item] as const))("%s", (_key, { display, operation }) => {
  const input = fieldsOf(operation.inputFields);
  const output = fieldsOf(operation.outputFields);

  test("is labelled in title case, and so are its fields", () => {
    const labels = [display.label, ...[...input, ...output].map((field) => field.label ?? "")];
    expect(labels.filter((label) => label === "" || !isTitleCase(label))).toEqual([]);
  });

  test("has help that says more than the label, and links that are links", () => {
    const texts = [display.description, ...input.map((field) => field.helpText ?? "")];
    expect(texts.filter((text) => /(?<!\]\(|`)https?:\/\//.test(text))).toEqual([]);
    expect(input.filter((field) => field.helpText === field.label)).toEqual([]);
  });

  test("asks for no secret, and for no id by hand", () => {
    expect(input.filter(({ key }) => /key|token|password|secret/i.test(key))).toEqual([]);
    expect(input.filter(({ key, dynamic }) => /_ids?$/.test(key) && dynamic === undefined)).toEqual([]);
  });

  test("points to a dropdown and to a search that exist", () => {
    const pointsTo = (reference: string | undefined) => reference?.split(".")[0] ?? "";
    for (const { dynamic, search } of input) {
      if (dynamic !== undefined) expect(Object.keys(definition.triggers)).toContain(pointsTo(dynamic));
      if (search !== undefined) expect(Object.keys(definition.searches)).toContain(pointsTo(search));
    }
  });

  test("puts each field into a group, where it has groups", () => {
    const groups = operation.inputFieldGroups?.map((group) => group.key);
    if (groups === undefined) return;
    expect(input.filter((field) => !groups.includes(field.group ?? ""))).toEqual([]);
    expect(new Set(input.map((field) => field.key)).size).toBe(input.length);
  });

  test("has a sample whose every value is a labelled output field of its type", () => {
    const fields = new Map(output.map((field) => [field.key, field]));
    for (const [key, value] of flat(operation.sample)) {
      const field = fields.get(key);
      expect([key, field?.label]).toEqual([key, expect.any(String)]);
      if (value === null || field === undefined) continue;
      const single = Array.isArray(value) ? value[0] : value;
      expect([key, Array.isArray(value)]).toEqual([key, field.list === true]);
      if (single === undefined) continue;
      const expected = field.type === "number" && typeOf(single) === "integer" ? "integer" : field.type;
      expect([key, typeOf(single)]).toEqual([key, expected]);
    }
  });
});

test("triggers and actions are described in the form that Zapier asks for", () => {
  for (const { display } of Object.values(definition.triggers)) {
    expect(display.description).toMatch(/^Triggers when .*\.$/);
  }
  for (const { display } of Object.values(definition.creates))
    expect(display.description).toMatch(/^[A-Z][a-z]+s .*\.$/);
  for (const { display } of Object.values(definition.searches)) {
    expect([display.label, display.description]).toEqual([
      expect.stringMatching(/^Find /),
      expect.stringMatching(/^Finds .*\.$/),
    ]);
  }
});

test("what a person sees holds each item once, with a sample", () => {
  expect(visible.map(({ display }) => display.label)).toEqual([
    "Contact Imported",
    "Contact Rejected or Unqualified",
    "Import Status Changed",
    "Import Run Finished",
    "Create Contact",
    "Start Import",
    "Find Contact",
    "Find Import",
  ]);
  expect(visible.filter(({ operation }) => Object.keys(operation.sample).length === 0)).toEqual([]);
});
