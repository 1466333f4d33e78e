import { describe, expect, test } from "@jest/globals";
import { databases } from "../helpers/backend.ts";
import { setDeliveryScene } from "../helpers/delivery-scene.ts";
import { eventually } from "../helpers/eventually.ts";
import { withStatus } from "../helpers/receiver.ts";

describe.each(databases)("deliveries of a process on the database %s", (database) => {
  const { backend, restart, call, receiver, createImport, start, subscribe, deliveriesTo } = setDeliveryScene(database);

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
    await eventually(() => expect(healthy.received).toHaveLength(100), { timeoutMs: 30_000 });
    expect(hanging.received.length).toBeLessThan(100);
  });

  test("that are under way when the process is asked to end are finished", async () => {
    const target = await receiver();
    const release = new Promise<() => void>((resolve) => {
      target.answerWith((response, count, delivery) => resolve(() => withStatus(200)(response, count, delivery)));
    });
    const importId = await createImport("ended");
    const subscription = await subscribe(target, { importIds: [importId] });
    await start(importId);
    const answer = await release;
    const ended = backend().stop();
    await eventually(() => expect(backend().log()).toContain('"msg":"ending"'));
    answer();
    expect(await ended).toBe(0);

    await restart();
    expect(await deliveriesTo(subscription.id)).toMatchObject([{ status: "delivered", attempts: 1 }]);
    expect(target.received).toHaveLength(1);
  });

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
    await backend().kill();

    target.answerWith(withStatus(200));
    await restart();
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
