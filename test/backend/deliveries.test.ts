import type { Delivery, Event, EventType, SubscriptionFilter } from "@firstquadrant/core-client";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import pg from "pg";
import { Webhook } from "standardwebhooks";
import { send } from "../helpers/api.ts";
import { type Backend, createStorage, databases, type Storage, startBackend } from "../helpers/backend.ts";
import { eventually } from "../helpers/eventually.ts";
import { type Receiver, startReceiver, withStatus } from "../helpers/receiver.ts";

const quick = { DELIVERY_WAITS: "0.2,0.2,0.2", DELIVERY_TIMEOUT: "2" };

describe.each(databases)("deliveries on the database %s", (database) => {
  let storage: Storage;
  let backend: Backend;
  let key: Pick<Backend, "apiKey" | "organizationId">;
  const receivers: Receiver[] = [];

  const call = (method: string, path: string, body?: unknown) => send({ ...backend, ...key }, method, path, body);

  async function receiver(): Promise<Receiver> {
    const started = await startReceiver();
    receivers.push(started);
    return started;
  }

  /** Makes a draft: its own events are told apart from all others by its id. */
  async function createImport(name: string, app?: string): Promise<string> {
    const { status, body } = await call("POST", "/v5/imports", { name, method: "app", app: app ?? "zapier" });
    expect(status).toBe(201);
    return body.id;
  }

  const start = (importId: string) => call("POST", `/v5/imports/${importId}/start`);
  const complete = (importId: string) => call("POST", `/v5/imports/${importId}/complete`);

  async function subscribe(
    target: Pick<Receiver, "url">,
    filter: SubscriptionFilter,
    eventTypes: EventType[] = ["import.status_changed"],
  ): Promise<{ id: string; secret: string }> {
    const { status, body } = await call("POST", "/v5/subscriptions", { targetUrl: target.url, eventTypes, filter });
    expect(status).toBe(201);
    return body;
  }

  async function deliveriesTo(subscriptionId: string): Promise<Delivery[]> {
    return (await call("GET", `/v5/deliveries?limit=100&filter.subscriptionId.equals=${subscriptionId}`)).body;
  }

  const statusesTold = ({ received }: Receiver) =>
    received.map(({ body }) => JSON.parse(body).data.status).toSorted((one, other) => (one < other ? -1 : 1));

  beforeAll(async () => {
    storage = await createStorage(database);
    backend = await startBackend(storage, quick);
    key = { apiKey: backend.apiKey, organizationId: backend.organizationId };
  });

  afterEach(() => {
    for (const one of receivers.splice(0)) one.close();
  });

  afterAll(async () => {
    await backend?.stop();
    await storage?.remove();
  });

  test("arrive signed, once, and carry what the list of events shows", async () => {
    const target = await receiver();
    const importId = await createImport("signed");
    const subscription = await subscribe(target, { importIds: [importId] }, [
      "import.status_changed",
      "contact.imported",
      "contact.rejected",
    ]);
    await start(importId);
    await call("POST", `/v5/imports/${importId}/contacts`, { contact: { email: "ada@example.com", name: "Ada" } });
    await call("POST", `/v5/imports/${importId}/contacts`, { contact: { email: "no address", name: "Nobody" } });

    await eventually(() => expect(target.received).toHaveLength(3));
    const events: Event[] = (await call("GET", `/v5/events?filter.importId.equals=${importId}`)).body;
    expect(events.map(({ type }) => type)).toEqual(["contact.rejected", "contact.imported", "import.status_changed"]);
    for (const { headers, body } of target.received) {
      const verified = new Webhook(subscription.secret).verify(body, headers);
      expect(verified).toEqual(events.find(({ id }) => id === headers["webhook-id"]));
      expect(headers).toMatchObject({
        "content-type": "application/json",
        "user-agent": expect.stringMatching(/^FirstQuadrant-Connect\//),
      });
    }
    await eventually(async () => {
      const deliveries = await deliveriesTo(subscription.id);
      expect(deliveries).toHaveLength(3);
      for (const delivery of deliveries) {
        expect(delivery).toMatchObject({
          id: expect.stringMatching(/^dlv_/),
          status: "delivered",
          attempts: 1,
          nextAttemptAt: null,
          lastResponseStatus: 200,
          lastError: null,
        });
        expect(events.map(({ id }) => id)).toContain(delivery.eventId);
      }
    });
    expect(target.received).toHaveLength(3);
    expect(backend.log()).toContain('"msg":"delivery attempted"');
    expect(backend.log()).not.toContain(subscription.secret);
    expect(backend.log()).not.toContain("ada@example.com");
  });

  test("are tried again with the same id until the receiver takes them", async () => {
    const target = await receiver();
    target.answerWith((response, count, delivery) => withStatus(count < 3 ? 500 : 204)(response, count, delivery));
    const importId = await createImport("tried again");
    const subscription = await subscribe(target, { importIds: [importId] });
    await start(importId);
    await eventually(async () =>
      expect(await deliveriesTo(subscription.id)).toMatchObject([
        { status: "delivered", attempts: 3, lastResponseStatus: 204, lastError: null },
      ]),
    );
    expect(new Set(target.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(new Set(target.received.map(({ body }) => body)).size).toBe(1);
    for (const { body, headers } of target.received) new Webhook(subscription.secret).verify(body, headers);
  });

  test("are given up after the last wait", async () => {
    const target = await receiver();
    target.answerWith(withStatus(500));
    const importId = await createImport("given up");
    const subscription = await subscribe(target, { importIds: [importId] });
    await start(importId);
    await eventually(async () =>
      expect(await deliveriesTo(subscription.id)).toMatchObject([
        { status: "failed", attempts: 4, nextAttemptAt: null, lastResponseStatus: 500 },
      ]),
    );
    expect(target.received).toHaveLength(4);
    expect((await deliveriesTo(subscription.id))[0]?.lastError).toContain("500");
  });

  test("say what happened when no answer arrives", async () => {
    const importId = await createImport("nobody listens");
    const target = await startReceiver();
    target.close();
    const subscription = await subscribe(target, { importIds: [importId] });
    await start(importId);
    await eventually(async () =>
      expect(await deliveriesTo(subscription.id)).toMatchObject([
        { status: "failed", lastResponseStatus: null, lastError: "The target refused the connection." },
      ]),
    );
  });

  test("wait for as long as the receiver asks", async () => {
    const target = await receiver();
    target.answerWith(withStatus(429, { "Retry-After": "3600" }));
    const importId = await createImport("asked to wait");
    const subscription = await subscribe(target, { importIds: [importId] });
    await start(importId);
    const delivery = await eventually(async () => {
      const [found] = await deliveriesTo(subscription.id);
      expect(found).toMatchObject({ status: "pending", attempts: 1, lastResponseStatus: 429 });
      return found;
    });
    const waits = Date.parse(delivery?.nextAttemptAt ?? "") - Date.parse(delivery?.lastAttemptAt ?? "");
    expect(waits).toBe(3_600_000);
  });

  test("end with the subscription when its target is gone, and others are told", async () => {
    const watcher = await receiver();
    await subscribe(watcher, {}, ["subscription.disabled"]);
    const target = await receiver();
    target.answerWith(withStatus(503, { "Retry-After": "3600" }));
    const importId = await createImport("gone");
    const subscription = await subscribe(target, { importIds: [importId] });
    await start(importId);
    await eventually(async () =>
      expect(await deliveriesTo(subscription.id)).toMatchObject([{ lastResponseStatus: 503 }]),
    );
    target.answerWith(withStatus(410));
    await complete(importId);
    await eventually(async () =>
      expect((await call("GET", `/v5/subscriptions/${subscription.id}`)).body).toMatchObject({
        status: "disabled",
        disabledReason: "gone",
      }),
    );
    expect(await deliveriesTo(subscription.id)).toMatchObject([
      { status: "failed", lastResponseStatus: 410 },
      { status: "cancelled", lastResponseStatus: 503 },
    ]);
    await eventually(() => expect(watcher.received).toHaveLength(1));
    expect(JSON.parse(watcher.received[0]?.body ?? "")).toMatchObject({
      type: "subscription.disabled",
      data: { subscriptionId: subscription.id, targetUrl: target.url, reason: "gone" },
    });
    await start(importId);
    expect(await deliveriesTo(subscription.id)).toHaveLength(2);

    const [delivery] = await deliveriesTo(subscription.id);
    expect(await call("POST", `/v5/deliveries/${delivery?.id}/redeliver`)).toMatchObject({ status: 409 });
    const since = new Date(Date.now() - 60_000).toISOString();
    expect(await call("POST", `/v5/subscriptions/${subscription.id}/replay`, { since })).toMatchObject({ status: 409 });
  });

  test("go to those alone whose filter fits", async () => {
    const [ofBoth, running, ofApp, ofType, ofOther] = [
      await receiver(),
      await receiver(),
      await receiver(),
      await receiver(),
      await receiver(),
    ];
    const one = await createImport("filter one", "n8n-filtered");
    const two = await createImport("filter two", "zapier-filtered");
    await subscribe(ofBoth, { importIds: [one, two] });
    await subscribe(running, { importIds: [one, two], statuses: ["running"] });
    await subscribe(ofApp, { apps: ["zapier-filtered"], statuses: ["running", "completed"] });
    await subscribe(ofType, { importIds: [one, two] }, ["contact.imported"]);
    await subscribe(ofOther, { importIds: ["imp_00000000000000000000000000"] });
    for (const importId of [one, two]) {
      await start(importId);
      await complete(importId);
    }
    await eventually(() => expect(ofBoth.received).toHaveLength(4));
    await eventually(() => expect(running.received).toHaveLength(2));
    await eventually(() => expect(ofApp.received).toHaveLength(2));
    expect(statusesTold(ofBoth)).toEqual(["completed", "completed", "running", "running"]);
    expect(statusesTold(running)).toEqual(["running", "running"]);
    expect(statusesTold(ofApp)).toEqual(["completed", "running"]);
    for (const { body } of ofApp.received) expect(JSON.parse(body).data.import.id).toBe(two);
    expect(ofType.received).toEqual([]);
    expect(ofOther.received).toEqual([]);
  });

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

  test("to a receiver that hangs do not hold up those to others", async () => {
    const hanging = await receiver();
    hanging.answerWith(() => undefined);
    const healthy = await receiver();
    const importId = await createImport("hanging");
    await subscribe(hanging, { importIds: [importId] }, ["contact.imported"]);
    await subscribe(healthy, { importIds: [importId] }, ["contact.imported"]);
    await start(importId);
    const records = Array.from({ length: 100 }, (_, index) => ({ contact: { email: `hang-${index}@example.com` } }));
    const sent = await call("POST", `/v5/imports/${importId}/contacts/batch`, { records });
    expect(sent.body.counts).toMatchObject({ created: 100 });
    await eventually(() => expect(healthy.received).toHaveLength(100));
    expect(hanging.received.length).toBeLessThan(100);
  });

  if (database === "postgres") {
    /** Days cannot be waited for: the database is told that they have passed. */
    async function setFailingSince(subscriptionId: string, since: string): Promise<void> {
      const client = new pg.Client({ connectionString: storage.env.DATABASE_URL });
      await client.connect();
      await client.query("update subscriptions set failing_since = now() - $2::interval where id = $1", [
        subscriptionId,
        since,
      ]);
      await client.end();
    }

    test.each([
      ["in five days", "5 days", "failing", "disabled"],
      ["in less", "4 days", null, "active"],
    ])("disable a subscription whose target did not answer well %s", async (_when, since, reason, status) => {
      const target = await receiver();
      target.answerWith(withStatus(500));
      const importId = await createImport(`failing ${since}`);
      const subscription = await subscribe(target, { importIds: [importId] });
      await setFailingSince(subscription.id, since);
      await start(importId);
      await eventually(async () => expect(await deliveriesTo(subscription.id)).toMatchObject([{ status: "failed" }]));
      expect((await call("GET", `/v5/subscriptions/${subscription.id}`)).body).toMatchObject({
        status,
        disabledReason: reason,
      });
      expect(target.received).toHaveLength(status === "disabled" ? 1 : 4);
    });

    test.each([
      ["that ended the failing", "before"],
      ["that another process made in the meantime", "after"],
    ])("begin to count those days anew after a success %s", async (_which, noted) => {
      const target = await receiver();
      const importId = await createImport(`recovered ${noted}`);
      const subscription = await subscribe(target, { importIds: [importId] });
      if (noted === "before") await setFailingSince(subscription.id, "10 days");
      await start(importId);
      await eventually(async () =>
        expect(await deliveriesTo(subscription.id)).toMatchObject([{ status: "delivered" }]),
      );
      if (noted === "after") await setFailingSince(subscription.id, "10 days");
      target.answerWith(withStatus(500));
      await complete(importId);
      await eventually(async () => {
        expect((await deliveriesTo(subscription.id))[0]).toMatchObject({ status: "failed", attempts: 4 });
      });
      expect((await call("GET", `/v5/subscriptions/${subscription.id}`)).body).toMatchObject({ status: "active" });
    });
  }

  test("survive the death of the process in the middle of an attempt", async () => {
    const target = await receiver();
    target.answerWith(() => undefined);
    const importId = await createImport("killed");
    const subscription = await subscribe(target, { importIds: [importId] }, ["contact.imported"]);
    await start(importId);
    const records = Array.from({ length: 20 }, (_, index) => ({ contact: { email: `killed-${index}@example.com` } }));
    const sent = await call("POST", `/v5/imports/${importId}/contacts/batch`, { records });
    expect(sent.body.counts).toMatchObject({ created: 20 });
    await eventually(() => expect(target.received.length).toBeGreaterThan(0));
    await backend.kill();

    target.answerWith(withStatus(200));
    backend = await startBackend(storage, quick);
    await eventually(
      async () => {
        const deliveries = await deliveriesTo(subscription.id);
        expect(deliveries.map(({ status }) => status)).toEqual(Array(20).fill("delivered"));
      },
      { timeoutMs: 30_000 },
    );
    expect(new Set(target.received.map(({ headers }) => headers["webhook-id"])).size).toBe(20);
  });
});
