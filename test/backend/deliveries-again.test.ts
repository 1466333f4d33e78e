import type { Event, EventType } from "@firstquadrant/core-client";
import { describe, expect, test } from "@jest/globals";
import { databases } from "../helpers/backend.ts";
import { setDeliveryScene } from "../helpers/delivery-scene.ts";
import { eventually } from "../helpers/eventually.ts";
import { withStatus } from "../helpers/receiver.ts";

describe.each(databases)("deliveries that are asked for or taken back on the database %s", (database) => {
  const { call, receiver, createImport, start, complete, subscribe, deliveriesTo } = setDeliveryScene(database);

  test("are made once more when somebody asks", async () => {
    const target = await receiver();
    target.answerWith(withStatus(500));
    const importId = await createImport("once more");
    const subscription = await subscribe(target, { importIds: [importId] });
    await start(importId);
    const [failed] = await eventually(async () => {
      const found = await deliveriesTo(subscription.id);
      expect(found).toMatchObject([{ status: "failed" }]);
      return found;
    });
    target.answerWith(withStatus(200));
    const answer = await call("POST", `/v5/deliveries/${failed?.id}/redeliver`);
    expect(answer).toMatchObject({ status: 200, body: { id: failed?.id, status: "pending", attempts: 0 } });
    await eventually(async () =>
      expect(await deliveriesTo(subscription.id)).toMatchObject([{ status: "delivered", attempts: 1 }]),
    );
    expect(target.received).toHaveLength(5);
    expect(await call("POST", "/v5/deliveries/dlv_1/redeliver")).toMatchObject({ status: 404 });
  });

  test("are owed again, or for the first time, to a subscription that replays", async () => {
    const first = await receiver();
    const importId = await createImport("replayed");
    const filter = { importIds: [importId] };
    const types: EventType[] = ["import.status_changed", "contact.imported"];
    const subscription = await subscribe(first, filter, types);
    await start(importId);
    await call("POST", `/v5/imports/${importId}/contacts`, { contact: { email: "replay@example.com" } });
    await eventually(() => expect(first.received).toHaveLength(2));
    const events: Event[] = (await call("GET", `/v5/events?sort=asc&filter.importId.equals=${importId}`)).body;

    const late = await receiver();
    const lateSubscription = await subscribe(late, filter, types);
    const replay = (id: string, since: string) => call("POST", `/v5/subscriptions/${id}/replay`, { since });
    const fromFirst = events[0]?.createdAt ?? "";
    expect(await replay(subscription.id, fromFirst)).toMatchObject({ status: 200, body: { deliveries: 2 } });
    expect(await replay(lateSubscription.id, fromFirst)).toMatchObject({ status: 200, body: { deliveries: 2 } });
    await eventually(() => expect(first.received).toHaveLength(4));
    await eventually(() => expect(late.received).toHaveLength(2));
    const ids = events.map(({ id }) => id).toSorted();
    expect(late.received.map(({ headers }) => headers["webhook-id"]).toSorted()).toEqual(ids);

    const fromSecond = events[1]?.createdAt ?? "";
    expect(await replay(lateSubscription.id, fromSecond)).toMatchObject({ body: { deliveries: 1 } });
    await eventually(() => expect(late.received).toHaveLength(3));
    expect(await replay(subscription.id, "2020-01-01T00:00:00Z")).toMatchObject({
      status: 422,
      body: { code: "validation_error", details: [{ field: "since" }] },
    });
    expect(await replay("sub_00000000000000000000000000", fromFirst)).toMatchObject({ status: 404 });
  });

  test("are taken back when the subscription is deleted, and deleting it twice is no error", async () => {
    const target = await receiver();
    target.answerWith(withStatus(503, { "Retry-After": "3600" }));
    const importId = await createImport("unsubscribed");
    const subscription = await subscribe(target, { importIds: [importId] });
    await start(importId);
    await eventually(async () =>
      expect(await deliveriesTo(subscription.id)).toMatchObject([{ lastResponseStatus: 503 }]),
    );
    expect(await call("DELETE", `/v5/subscriptions/${subscription.id}`)).toMatchObject({ status: 204 });
    expect(await call("DELETE", `/v5/subscriptions/${subscription.id}`)).toMatchObject({ status: 204 });
    expect(await call("GET", `/v5/subscriptions/${subscription.id}`)).toMatchObject({ status: 404 });
    expect(await deliveriesTo(subscription.id)).toMatchObject([{ status: "cancelled", nextAttemptAt: null }]);
    await complete(importId);
    expect(await deliveriesTo(subscription.id)).toHaveLength(1);
  });
});
