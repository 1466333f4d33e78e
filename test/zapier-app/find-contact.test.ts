import { describe, expect, test } from "@jest/globals";
import { findContact } from "../../zapier-app/src/searches/find-contact.ts";
import { api, app, appTester, failureOf, useApi } from "../helpers/zapier-app.ts";
import { aContact } from "../helpers/zapier-records.ts";

useApi();

const by = (field: string, value: string, found: object[]) =>
  api()
    .get("/contacts")
    .query({ limit: "1", orderBy: "updatedAt", [`filter.${field}.equals`]: value })
    .reply(200, found);

describe("Find Contact", () => {
  test("finds by email before all else", async () => {
    by("email", "ada@example.com", [aContact({ id: "con_1", firstName: "Ada" })]);
    const inputData = { email: " ada@example.com", phone: "+442079460958", linkedInHandle: "ada" };
    expect(await appTester(findContact, { inputData })).toEqual([
      expect.objectContaining({ id: "con_1", email: "ada@example.com", firstName: "Ada", lastName: null }),
    ]);
  });

  test("goes on to the phone and the profile where nobody has the email", async () => {
    by("email", "ada@example.com", []);
    by("phone", "+442079460958", []);
    by("linkedInHandle", "ada", [aContact({ id: "con_2" })]);
    const inputData = { email: "ada@example.com", phone: "+442079460958", linkedInHandle: "ada" };
    expect(await appTester(findContact, { inputData })).toMatchObject([{ id: "con_2" }]);
  });

  test("finding nothing is no error", async () => {
    by("email", "ada@example.com", []);
    expect(await appTester(findContact, { inputData: { email: "ada@example.com", phone: "" } })).toEqual([]);
  });

  test("with nothing to find by stops, and says what is missing", async () => {
    const failure = await failureOf(appTester(findContact, { inputData: { email: "", phone: " " } }));
    expect(failure.name).toBe("HaltedError");
    expect(failure.message).toMatch(/Email, Phone and LinkedIn are all empty\.$/);
  });
});

test.each(["find_contact", "find_import"])(
  "what %s finds has the keys of what is made where it finds nothing",
  (key) => {
    const definition = JSON.parse(JSON.stringify(app));
    const pair = definition.searchOrCreates[key];
    const found = definition.searches[pair.search].operation;
    const made = definition.creates[pair.create].operation;
    expect(Object.keys(made.sample)).toEqual(expect.arrayContaining(Object.keys(found.sample)));
    const fieldsOf = ({ outputFields }: { outputFields: unknown[] }) => outputFields.filter((field) => field !== null);
    expect(fieldsOf(made)).toEqual(expect.arrayContaining(fieldsOf(found)));
  },
);
