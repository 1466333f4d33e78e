import { describe, expect, test } from "@jest/globals";
import { checks, lint } from "../../zapier-app/definition/lint.ts";
import { otherChecks } from "../../zapier-app/definition/other-checks.ts";
import { oauthDefinition, ownDefinition } from "../helpers/zapier-own-definition.ts";
import { changed, type Place, smallDefinition } from "../helpers/zapier-small-definition.ts";

const create = ["creates", "create_contact"] as const;
const createFields = [...create, "operation", "inputFields"] as const;
const trigger = ["triggers", "contact_changed"] as const;
const dropdown = ["triggers", "list_lists"] as const;
const search = ["searches", "find_contact"] as const;
const help = [...createFields, 1, "helpText"] as const;

/** Definitions with one thing wrong: the check that finds it, where, and what stands there. */
const mutants: readonly (readonly [string, Place, unknown])[] = [
  ["D001", [...createFields, 0, "key"], "api_key"],
  ["D001", [...createFields, 0, "type"], "password"],
  ["D001", [...createFields, 3, "children", 0, "key"], "clientSecret"],
  ["D002", ["authentication", "fields", 0, "helpText"], undefined],
  ["D002", ["authentication", "fields", 0, "helpText"], "It is under Settings."],
  ["D002", ["authentication", "fields", 0, "helpText"], "[Where](settings) it is."],
  ["D003", ["authentication", "connectionLabel"], undefined],
  ["D003", ["authentication", "connectionLabel"], "My connection"],
  ["D003", ["authentication", "connectionLabel"], "{{bundle.authData.access_token}}"],
  ["D003", ["authentication", "connectionLabel"], "FirstQuadrant {{organization}}"],
  ["D004", [...createFields, 1, "dynamic"], undefined],
  ["D004", [...createFields, 0, "label"], "Contact ID"],
  ["D005", [...createFields, 1, "dynamic"], "list_nothing.id.label"],
  ["D005", [...createFields, 1, "dynamic"], "list_lists.id.title"],
  ["D006", [...trigger, "operation", "performList"], undefined],
  ["D007", help, "[About](http://docs.example.com/lists) lists."],
  ["D007", [...create, "display", "description"], "Creates a contact, see `http://docs.example.com`."],
  ["D008", help, "[About lists](docs) there."],
  ["D008", help, "See https://docs.example.com/lists for more."],
  ["D009", [...search, "operation", "inputFields"], []],
  ["D010", [...dropdown, "operation", "sample", "id"], undefined],
  ["D010", [...dropdown, "operation", "outputFields"], [{ key: "place", label: "Place", primary: true }]],
  ["D011", help, "List."],
  ["D012", [...create, "operation", "sample"], undefined],
  ["D012", [...trigger, "operation", "sample"], {}],
  ["D013", [...createFields, 1, "search"], "find_list.id"],
  ["D014", [...createFields, 1, "type"], "boolean"],
  ["D014", [...createFields, 1, "list"], true],
  ["D015", ["searchOrCreates", "find_contact", "create"], "make_contact"],
  ["D015", ["searchOrCreates", "find_contact", "search"], "find_list"],
  ["D015", ["searchOrCreates", "find_contact", "update"], "update_contact"],
  ["D017", [...trigger, "operation", "performSubscribe"], undefined],
  ["D017", [...trigger, "operation", "performUnsubscribe"], undefined],
  ["D018", [...create, "display", "label"], "Create contact"],
  ["D018", [...createFields, 0, "label"], "email"],
  ["D018", [...create, "operation", "outputFields", 0, "label"], undefined],
  ["D021", [...trigger, "display", "description"], "Trigger when a contact is changed."],
  ["D021", [...trigger, "display", "description"], "Triggers when a contact is changed"],
  ["D022", createFields, ["$func$2$f$"]],
  ["D023", [...trigger, "operation", "sample", "changedAt"], "2026-11-22 10:00"],
  ["D023", [...create, "operation", "sample", "id"], "11/22/2026"],
  ["D023", [...create, "operation", "sample", "id"], "2026-11-22"],
  ["D024", [...trigger, "operation", "sample", "id"], undefined],
  ["D024", [...create, "operation", "sample", "seats"], "5"],
  ["D024", [...create, "operation", "sample", "tags"], "news"],
  ["D024", [...create, "operation", "sample", "rows"], [{ email: 5 }]],
  ["D025", help, "[About lists](javascript:alert(1))."],
  ["D028", ["flags"], undefined],
  ["D028", ["flags", "cleanInputData"], true],
  ["G001", [...create, "display", "description"], "Create a contact."],
  ["G002", [...search, "display", "label"], "Look up Contact"],
  ["G002", [...search, "display", "description"], "Searches for a contact."],
  ["G003", [...create, "display", "description"], "Creates a contact in FirstQuadrant."],
  ["G004", [...create, "operation", "sample", "more"], "unnamed"],
  ["G005", [...createFields, 0, "group"], undefined],
  ["G006", [...create, "key"], "createContact"],
  ["G006", [...create, "noun"], "Contacts"],
  ["G007", [...createFields, 0, "required"], undefined],
];

describe("the checks of the definition", () => {
  test("find nothing wrong with a small definition", () => {
    expect(lint(smallDefinition())).toEqual([]);
  });

  test.each(mutants)("%s finds %j changed into %j", (number, place, value) => {
    const faults = lint(changed(place, value));
    expect(faults.map((fault) => fault.number)).toContain(number);
  });

  test("D016 finds an integration that only receives a webhook", () => {
    const { triggers, ...rest } = smallDefinition();
    const { performSubscribe: _, performUnsubscribe: __, ...operation } = triggers.contact_changed.operation;
    const webhook = { contact_changed: { ...triggers.contact_changed, operation } };
    const alone = { ...rest, triggers: webhook, creates: {}, searches: {}, searchOrCreates: {} };
    expect(lint(alone).map((fault) => fault.number)).toContain("D016");
  });

  test("are all shown to find something", () => {
    const shown = new Set([...mutants.map(([number]) => number), "D016"]);
    expect(checks.filter(({ number }) => !shown.has(number))).toEqual([]);
    expect(new Set(checks.map(({ number }) => number)).size).toBe(checks.length);
  });

  test("are, with those that a definition does not decide, all that Zapier numbers", () => {
    const upTo = (letter: string, last: number, without: readonly number[] = []) =>
      Array.from({ length: last }, (_, index) => index + 1)
        .filter((number) => !without.includes(number))
        .map((number) => `${letter}${String(number).padStart(3, "0")}`);
    const numbered = [
      ...[...upTo("A", 1), ...upTo("C", 3), ...upTo("D", 28, [19, 20]), ...upTo("E", 1), ...upTo("L", 4)],
      ...[...upTo("M", 7), ...upTo("S", 3), ...upTo("T", 6), ...upTo("U", 1), ...upTo("Z", 1)],
    ];
    const ours = [...checks, ...otherChecks].map(({ number }) => number).filter((number) => !number.startsWith("G"));
    expect(ours.sort()).toEqual(numbered);
  });
});

test.each([
  ["a key", ownDefinition],
  ["OAuth 2", oauthDefinition],
])("the integration with connections by %s has no fault that a check finds", async (_kind, definition) => {
  expect(lint(await definition())).toEqual([]);
});

test("both kinds of connection have the same items", async () => {
  const { authentication: _, ...byKey } = await ownDefinition();
  const { authentication: __, ...byOauth } = await oauthDefinition();
  expect({ ...byOauth, beforeRequest: [] }).toEqual({ ...byKey, beforeRequest: [] });
});
