import { describe, expect, test } from "@jest/globals";
import { breakingChanges, breakingRules } from "../../zapier-app/definition/breaking-changes.ts";
import { ownDefinition, writtenDefinition } from "../helpers/zapier-own-definition.ts";
import { changed, type Place, smallDefinition } from "../helpers/zapier-small-definition.ts";

const create = ["creates", "create_contact"] as const;
const createFields = [...create, "operation", "inputFields"] as const;
const createOutput = [...create, "operation", "outputFields"] as const;

/** Changes that break Zaps: by which rule, where, and what stands there afterwards. */
const breaking: readonly (readonly [string, Place, unknown])[] = [
  ["an item is gone", create, undefined],
  ["an item is gone", ["triggers", "list_lists"], undefined],
  ["an item is hidden", [...create, "display", "hidden"], true],
  ["a search that creates is gone", ["searchOrCreates", "find_contact"], undefined],
  [
    "a trigger polls that was instant, or the other way round",
    ["triggers", "contact_changed", "operation", "type"],
    "polling",
  ],
  ["an input field is gone", [...createFields, 0], undefined],
  ["an input field is gone", [...createFields, 0, "key"], "address"],
  ["an input field is gone", [...createFields, 3, "children", 0, "key"], "address"],
  ["an input field takes another type", [...createFields, 0, "type"], "integer"],
  ["an input field takes another type", [...createFields, 0, "list"], true],
  ["an input field takes another type", [...createFields, 3, "children", 0, "type"], "number"],
  ["an input field is required that was not", [...createFields, 1, "required"], true],
  ["an input field is required that was not", [...createFields, 4], { key: "name", label: "Name", required: true }],
  ["a field of JSON has another schema", [...createFields, 2, "schema"], { type: "array" }],
  ["the connection is of another kind", ["authentication", "type"], "oauth2"],
  ["a field of the connection is gone", ["authentication", "fields", 1], undefined],
  ["a field of the connection is required that was not", ["authentication", "fields", 1, "required"], true],
  ["a field of the connection takes another type", ["authentication", "fields", 1, "type"], "integer"],
  ["a key of a sample is gone", [...create, "operation", "sample", "seats"], undefined],
  ["a key of a sample is gone", ["triggers", "contact_changed", "operation", "sample", "company"], {}],
  ["an output field is gone", [...createOutput, 1], undefined],
  ["an output field is of another type", [...createOutput, 1, "type"], "string"],
  ["an output field is of another type", [...createOutput, 2, "list"], undefined],
];

describe("what breaks Zaps", () => {
  test.each(breaking)("%s: %j changed into %j", (rule, place, value) => {
    const found = breakingChanges(smallDefinition(), changed(place, value));
    expect(found).toContainEqual(expect.stringMatching(`^${rule}: `));
  });

  test.each(breaking)("is allowed where the major version moves: %s, %j", (_rule, place, value) => {
    expect(breakingChanges(smallDefinition(), { ...changed(place, value), version: "2.0.0" })).toEqual([]);
  });

  test("has for each rule a change that it finds", () => {
    const shown = new Set(breaking.map(([rule]) => rule));
    expect(breakingRules.filter(({ name }) => !shown.has(name))).toEqual([]);
  });

  test.each([
    [[...create, "display", "label"], "Create or Update Contact"],
    [[...createFields, 0, "required"], false],
    [[...createFields, 4], { key: "name", label: "Name", required: false }],
    [[...createFields, 1], { key: "list_id", label: "List", type: "string", required: true, default: "lst_1" }],
    [[...create, "operation", "sample", "more"], "more"],
    [["searches", "find_list"], { ...smallDefinition().searches.find_contact, key: "find_list" }],
  ])("is none of these: %j", (place, value) => {
    expect(breakingChanges(smallDefinition(), changed(place, value))).toEqual([]);
  });
});

describe("the integration", () => {
  test("breaks no Zap of the version that is written down", async () => {
    expect(breakingChanges(writtenDefinition(), await ownDefinition())).toEqual([]);
  });

  test("is as it is written down; if it is meant to change, write it anew with `pnpm snapshot` in zapier-app", async () => {
    expect(await ownDefinition()).toEqual(writtenDefinition());
  });
});
