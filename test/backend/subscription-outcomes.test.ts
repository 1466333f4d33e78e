import type { Event, SubscriptionFilter } from "@firstquadrant/core-client";
import { describe, expect, test } from "@jest/globals";
import { databases } from "../helpers/backend.ts";
import { setDeliveryScene } from "../helpers/delivery-scene.ts";
import { eventually } from "../helpers/eventually.ts";
import { putFile, uploadImport } from "../helpers/file-upload.ts";

const types = ["contact.imported" as const, "contact.unqualified" as const, "contact.rejected" as const];
const rule = { field: "countryCode", operator: "not", value: "FR" };

describe.each(databases)("subscriptions that ask for outcomes on the database %s", (database) => {
  const { backend, call, receiver, createImport, start, complete, subscribe, deliveriesTo } =
    setDeliveryScene(database);

  /** What a subscription is owed, from the first on: the outcomes, and the fields that an update changed. */
  async function told(subscriptionId: string): Promise<string[]> {
    const deliveries = (await deliveriesTo(subscriptionId)).toReversed();
    return Promise.all(
      deliveries.map(async ({ eventId, eventType }) => {
        if (eventType !== "contact.imported") return eventType;
        const { body } = await call("GET", `/v5/events/${eventId}`);
        return `${body.data.outcome} ${body.data.changed.toSorted().join(",")}`;
      }),
    );
  }

  async function importAsked(name: string): Promise<string> {
    const importId = await createImport(name);
    const qualification = [{ text: "Is it outside of France?", target: "contact", rule, expect: "yes" }];
    await call("PATCH", `/v5/imports/${importId}`, { qualification });
    await start(importId);
    return importId;
  }

  /** One contact that is created and changed twice, one that is left out, and one that is none. */
  async function takeIn(importId: string, email: string): Promise<void> {
    const add = (contact: object) => call("POST", `/v5/imports/${importId}/contacts`, { contact });
    await add({ email, city: "London", countryCode: "GB" });
    await add({ email, city: "Leeds", countryCode: "GB" });
    await add({ email, phone: "+442079460958", countryCode: "GB", customProperties: { plan: "team" } });
    await add({ email: `fr.${email}`, countryCode: "FR" });
    await add({ email: "no address" });
  }

  test.each<[string, SubscriptionFilter, string[]]>([
    ["created", { outcomes: ["created"] }, ["created city,countryCode,email"]],
    ["updated", { outcomes: ["updated"] }, ["updated city", "updated customProperties.plan,phone"]],
    ["left-out", { outcomes: ["unqualified", "rejected"] }, ["contact.unqualified", "contact.rejected"]],
    ["watched", { outcomes: ["updated"], changedFields: ["phone", "name"] }, ["updated customProperties.plan,phone"]],
    [
      "own",
      { outcomes: ["updated"], changedFields: ["customProperties.plan"] },
      ["updated customProperties.plan,phone"],
    ],
    [
      "all",
      { changedFields: ["city"] },
      ["created city,countryCode,email", "updated city", "contact.unqualified", "contact.rejected"],
    ],
    ["none", { outcomes: ["finished"] }, []],
  ])("are told nothing else, live and again: %s", async (name, filter, expected) => {
    await call("POST", "/v5/contact-fields", { key: "plan", label: "Plan", type: "text" });
    const importId = await importAsked(`outcomes ${name}`);
    const subscription = await subscribe(await receiver(), { importIds: [importId], ...filter }, types);
    expect(subscription.filter).toEqual({ importIds: [importId], ...filter });
    const since = new Date().toISOString();
    await takeIn(importId, `${name}@example.com`);
    expect(await told(subscription.id)).toEqual(expected);

    const again = await subscribe(await receiver(), { importIds: [importId], ...filter }, types);
    expect((await call("POST", `/v5/subscriptions/${again.id}/replay`, { since })).body).toEqual({
      deliveries: expected.length,
    });
    expect(await told(again.id)).toEqual(expected);
  });

  test("hear of a row that a person takes in as of any other", async () => {
    const importId = await importAsked("decided by a person");
    const created = await subscribe(await receiver(), { importIds: [importId], outcomes: ["created"] }, types);
    const updated = await subscribe(await receiver(), { importIds: [importId], outcomes: ["updated"] }, types);
    const contact = { email: "person@example.com", countryCode: "FR" };
    const { body } = await call("POST", `/v5/imports/${importId}/contacts`, { contact });
    await call("POST", `/v5/imports/${importId}/rows/${body.row.id}/qualify`);
    expect(await told(created.id)).toEqual(["created countryCode,email"]);
    expect(await told(updated.id)).toEqual([]);
  });

  test("hear of runs that failed, or of those that came to their end", async () => {
    const finished = await subscribe(await receiver(), { outcomes: ["finished"] }, ["import.run_finished"]);
    const failed = await subscribe(await receiver(), { outcomes: ["failed"] }, ["import.run_finished"]);
    const importId = await uploadImport(backend(), { name: "a file" });
    await putFile(backend(), importId, "Email,Name\nfile@example.com,File\n");
    await start(importId);
    await eventually(async () => expect(await deliveriesTo(finished.id)).toHaveLength(1));
    expect(await deliveriesTo(failed.id)).toEqual([]);
  });

  test("ask nothing of events without an outcome", async () => {
    const importId = await createImport("no outcome");
    const subscription = await subscribe(await receiver(), { importIds: [importId], outcomes: ["failed"] });
    await start(importId);
    await complete(importId);
    expect(await deliveriesTo(subscription.id)).toHaveLength(2);
  });

  test("for what is no outcome or no field are refused", async () => {
    const wrong = async (filter: object) =>
      call("POST", "/v5/subscriptions", { targetUrl: "https://example.com/1", eventTypes: types, filter });
    expect(await wrong({ outcomes: ["scheduled"] })).toMatchObject({
      status: 422,
      body: { details: [{ field: "filter.outcomes.0" }] },
    });
    expect(await wrong({ changedFields: ["fone"] })).toMatchObject({
      status: 422,
      body: { details: [{ field: "filter.changedFields.0", message: expect.stringContaining("Did you mean phone?") }] },
    });
  });

  test("find the same in the list of events", async () => {
    const importId = await importAsked("listed");
    await takeIn(importId, "listed@example.com");
    const listed = async (filter: string): Promise<string[]> => {
      const { status, body } = await call("GET", `/v5/events?filter.importId.equals=${importId}&${filter}`);
      expect({ status, body }).toMatchObject({ status: 200 });
      return body.map(({ type, data }: Event) => ("outcome" in data ? `${data.outcome} ${data.changed.length}` : type));
    };
    expect(await listed("filter.outcome.in=created,updated")).toEqual(["updated 2", "updated 1", "created 3"]);
    expect(await listed("filter.outcome.equals=updated&filter.changed.hasAny=phone,name")).toEqual(["updated 2"]);
    expect(await listed("filter.changed.has=city")).toEqual(["updated 1", "created 3"]);
    expect(await listed("filter.outcome.in=rejected,unqualified")).toEqual(["contact.rejected", "contact.unqualified"]);
    expect(await listed("filter.type.in=import.status_changed&filter.outcome.equals=created")).toEqual([]);
  });
});
