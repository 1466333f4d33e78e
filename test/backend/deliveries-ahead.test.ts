import type { EventType } from "@firstquadrant/core-client";
import { afterEach, describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { type Backend, createStorage, databases, type Storage, startBackend } from "../helpers/backend.ts";
import { eventually } from "../helpers/eventually.ts";
import { type Receiver, startReceiver, withStatus } from "../helpers/receiver.ts";

/** So long a lease that whatever waits for its end comes too late for these tests. */
const settings = { DELIVERY_TIMEOUT: "60" };

describe.each(databases)("deliveries that are claimed ahead on the database %s", (database) => {
  const closers: (() => unknown)[] = [];

  afterEach(async () => {
    for (const close of closers.splice(0).toReversed()) await close();
  });

  async function scene(eventType: EventType) {
    const storage: Storage = await createStorage(database);
    closers.push(storage.remove);
    const target: Receiver = await startReceiver();
    closers.push(target.close);
    const backend: Backend = await startBackend(storage, settings);
    closers.push(() => backend.stop());
    const { body } = await send(backend, "PUT", "/v5/imports/start", { name: "ahead", method: "webhook" });
    await send(backend, "POST", "/v5/subscriptions", { targetUrl: target.url, eventTypes: [eventType] });
    const take = async (records: unknown[]) => {
      const answer = await send(backend, "POST", `/v5/imports/${body.import.id}/contacts/batch`, { records });
      expect(answer.status).toBe(200);
    };
    return { storage, target, backend, take };
  }

  const contacts = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ contact: { email: `ahead-${index}@example.com` } }));

  const idsOf = ({ received }: Receiver) => received.map(({ headers }) => headers["webhook-id"]);

  test("and were not begun when the process ended are due at once, and each is made once", async () => {
    const { storage, target, backend, take } = await scene("contact.imported");
    const held: (() => void)[] = [];
    target.answerWith((response, count, delivery) => {
      held.push(() => withStatus(200)(response, count, delivery));
    });
    await take(contacts(20));
    await eventually(() => expect(held).toHaveLength(5));
    const ended = backend.stop();
    await eventually(() => expect(backend.log()).toContain('"msg":"ending"'));
    target.answerWith(withStatus(200));
    for (const release of held) release();
    expect(await ended).toBe(0);

    const next = await startBackend(storage, settings);
    closers.push(() => next.stop());
    await eventually(() => expect(new Set(idsOf(target)).size).toBe(20), { timeoutMs: 20_000 });
    const { body } = await send({ ...next, apiKey: backend.apiKey }, "GET", "/v5/deliveries?limit=100");
    expect(idsOf(target)).toHaveLength(20);
    expect(body.map(({ attempts }: { attempts: number }) => attempts)).toEqual(
      body.map(({ status }: { status: string }) => (status === "delivered" ? 1 : 0)),
    );
  });

  test("keep a quick target busy with up to twenty", async () => {
    const { target, take } = await scene("contact.imported");
    let present = 0;
    let most = 0;
    target.answerWith((response, count, delivery) => {
      present += 1;
      most = Math.max(most, present);
      setTimeout(() => {
        present -= 1;
        withStatus(200)(response, count, delivery);
      }, 30);
    });
    await take(contacts(300));
    await eventually(() => expect(new Set(idsOf(target)).size).toBe(300), { timeoutMs: 30_000 });
    expect(most).toBeGreaterThan(5);
    expect(most).toBeLessThanOrEqual(20);
  });

  test("and are too large to be at hand together are made one after the other", async () => {
    const { target, take } = await scene("contact.rejected");
    const large = (from: number) =>
      Array.from({ length: 9 }, (_, index) => ({
        contact: { email: `no address ${from + index}` },
        data: { text: "x".repeat(1024 * 1024) },
      }));
    for (const from of [0, 9]) await take(large(from));
    await eventually(() => expect(new Set(idsOf(target)).size).toBe(18), { timeoutMs: 30_000 });
    expect(target.received.every(({ body }) => body.length > 1024 * 1024)).toBe(true);
    expect(idsOf(target)).toHaveLength(18);
  });
});
