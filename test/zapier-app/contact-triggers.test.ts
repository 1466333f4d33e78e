import { describe, expect, test } from "@jest/globals";
import contactImported from "../../zapier-app/src/triggers/contact-imported.ts";
import contactLeftOut from "../../zapier-app/src/triggers/contact-left-out.ts";
import importRunFinished from "../../zapier-app/src/triggers/import-run-finished.ts";
import { api, appTester, useApi } from "../helpers/zapier-app.ts";
import { rawRequest, secret, subscribeData, targetUrl } from "../helpers/zapier-delivery.ts";
import { aContact, aFinishedRun, anImported, anUnqualified, aRejected } from "../helpers/zapier-records.ts";

useApi();

describe.each([
  [
    contactImported,
    ["contact.imported"],
    { outcomes: "updated", changed_fields: ["phone", "customProperties.plan"], import_ids: ["imp_1"] },
    { importIds: ["imp_1"], outcomes: ["updated"], changedFields: ["phone", "customProperties.plan"] },
  ],
  [
    contactLeftOut,
    ["contact.rejected", "contact.unqualified"],
    { outcomes: ["rejected", "whatever"], import_ids: "imp_1" },
    { importIds: ["imp_1"], outcomes: ["rejected"] },
  ],
  [importRunFinished, ["import.run_finished"], { outcomes: ["failed"] }, { outcomes: ["failed"] }],
] as const)("$display.label", ({ display, operation }, eventTypes, inputData, filter) => {
  const subscribing = (to: Record<string, readonly string[]>) =>
    api()
      .post("/subscriptions", {
        targetUrl,
        eventTypes: [...eventTypes],
        filter: to,
        description: `Zapier: ${display.label}`,
      })
      .reply(201, { id: "sub_1", secret });

  test("is sent what was chosen, and all of it when nothing was", async () => {
    subscribing(filter);
    expect(await appTester(operation.performSubscribe, { inputData, targetUrl })).toEqual(subscribeData);
    subscribing({});
    const blank = { outcomes: [""], import_ids: [], changed_fields: "" };
    expect(await appTester(operation.performSubscribe, { inputData: blank, targetUrl })).toEqual(subscribeData);
  });
});

describe.each([
  ["a contact", contactImported, anImported()],
  ["a contact that was added by hand", contactImported, anImported({ import: null })],
  ["a rejected contact", contactLeftOut, aRejected()],
  ["an unqualified contact", contactLeftOut, anUnqualified()],
  ["a run", importRunFinished, aFinishedRun()],
] as const)("a delivery of %s", (_what, { operation }, event) => {
  test("has the very shape of the list's items, with every key of the sample", async () => {
    const received = await appTester(operation.perform, { subscribeData, rawRequest: rawRequest(event) });
    api()
      .get("/events")
      .query((query) => query.limit === "100")
      .reply(200, [event]);
    expect(await appTester(operation.performList, {})).toEqual(received);
    expect(received).toHaveLength(1);
    expect(Object.keys(received[0] ?? {})).toEqual(expect.arrayContaining(Object.keys(operation.sample)));
  });
});

describe("an item", () => {
  const itemOf = async ({ operation }: typeof contactLeftOut, event: { id: string }) =>
    (await appTester(operation.perform, { subscribeData, rawRequest: rawRequest(event) }))[0];

  test("of a contact has its fields, what changed by its label, and an id of its own", async () => {
    const contact = aContact({ id: "con_7", firstName: "Ada", customProperties: { plan: "team" } });
    const event = anImported({ contact, outcome: "updated", changed: ["firstName", "company.name"] }, "evt_9");
    expect(await itemOf(contactImported, event)).toMatchObject({
      id: "evt_9",
      contactId: "con_7",
      outcome: "updated",
      changed: "First Name, Company Name",
      email: "ada@example.com",
      lastName: null,
      customProperties: { plan: "team" },
      import: { id: "imp_1", name: "Newsletter signups", status: "running" },
    });
  });

  test("of a rejected contact says why in words, with the field as a person calls it", async () => {
    expect(await itemOf(contactLeftOut, aRejected())).toMatchObject({
      outcome: "rejected",
      reason: 'Email is no email address: "ada.lovelace@"',
      errors: ['Email is no email address: "ada.lovelace@"'],
      record: "contact.email: ada.lovelace@, contact.firstName: Ada",
      input: { contact: { firstName: "Ada" } },
    });
  });

  test("of an unqualified contact has all answers, and the one that it failed by as the reason", async () => {
    expect(await itemOf(contactLeftOut, anUnqualified())).toMatchObject({
      outcome: "unqualified",
      reason: "Is it large? No: Number of Employees is 12, which is not at least 50",
      errors: [],
      answers: [expect.stringMatching(/^Is it in Britain\? Yes: /), expect.stringMatching(/^Is it large\? No: /)],
      record: "Email: ada@example.com, Tags[0]: one, Tags[1]: two",
      import: { id: null, name: null, status: null },
    });
  });
});

describe("the list of imported contacts", () => {
  const type = { limit: "100", "filter.type.equals": "contact.imported" };

  test("asks for created ones and for watched changes apart, and puts them together by their time", async () => {
    api()
      .get("/events")
      .query({ ...type, "filter.outcome.equals": "updated", "filter.changed.hasAny": "phone" })
      .reply(200, [anImported({ outcome: "updated" }, "evt_4"), anImported({ outcome: "updated" }, "evt_2")]);
    api()
      .get("/events")
      .query({ ...type, "filter.outcome.in": "created" })
      .reply(200, [anImported({}, "evt_3"), anImported({}, "evt_1")]);
    const inputData = { outcomes: ["created", "updated"], changed_fields: ["phone"] };
    const listed = await appTester(contactImported.operation.performList, { inputData });
    expect(listed.map(({ id }) => id)).toEqual(["evt_4", "evt_3", "evt_2", "evt_1"]);
  });

  test("asks once where all are created, or all are changes", async () => {
    api()
      .get("/events")
      .query({ ...type, "filter.outcome.in": "created" })
      .reply(200, []);
    const created = { outcomes: ["created"], changed_fields: ["phone"] };
    expect(await appTester(contactImported.operation.performList, { inputData: created })).toEqual([]);
  });

  test("has a hundred at most", async () => {
    const many = (from: number) => Array.from({ length: 100 }, (_, index) => anImported({}, `evt_${from + index}`));
    api()
      .get("/events")
      .query(({ "filter.outcome.equals": outcome }) => outcome === "updated")
      .reply(200, many(100));
    api()
      .get("/events")
      .query(({ "filter.outcome.not": outcome }) => outcome === "updated")
      .reply(200, many(200));
    const listed = await appTester(contactImported.operation.performList, { inputData: { changed_fields: "phone" } });
    expect(listed).toHaveLength(100);
    expect(listed[0]?.id).toBe("evt_299");
  });
});
