import type { Event } from "@firstquadrant/core-client";
import { describe, expect, test } from "@jest/globals";
import { Webhook } from "standardwebhooks";
import { databases } from "../helpers/backend.ts";
import { setDeliveryScene } from "../helpers/delivery-scene.ts";
import { eventually } from "../helpers/eventually.ts";
import { type Receiver, startReceiver, withStatus } from "../helpers/receiver.ts";

describe.each(databases)("deliveries on the database %s", (database) => {
  const { backend, call, receiver, createImport, start, complete, subscribe, deliveriesTo } =
    setDeliveryScene(database);

  const statusesTold = ({ received }: Receiver) =>
    received.map(({ body }) => JSON.parse(body).data.status).toSorted((one, other) => (one < other ? -1 : 1));

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
    expect(backend().log()).toContain('"msg":"delivery attempted"');
    expect(backend().log()).not.toContain(subscription.secret);
    expect(backend().log()).not.toContain("ada@example.com");
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
});
