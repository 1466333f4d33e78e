import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { type Backend, createStorage, databases, type Storage, startBackend } from "../helpers/backend.ts";
import { eventually } from "../helpers/eventually.ts";
import { startReceiver } from "../helpers/receiver.ts";

describe.each(databases)("subscriptions on the database %s", (database) => {
  let storage: Storage;
  let backend: Backend;
  let key: Pick<Backend, "apiKey" | "organizationId">;

  const call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
    send({ ...backend, ...key }, method, path, body, headers);
  const subscription = (more: object = {}) => ({
    targetUrl: "https://example.com/hooks/1",
    eventTypes: ["import.status_changed"],
    ...more,
  });

  beforeAll(async () => {
    storage = await createStorage(database);
    backend = await startBackend(storage, { ALLOW_PRIVATE_TARGETS: "false" });
    key = { apiKey: backend.apiKey, organizationId: backend.organizationId };
  });

  afterAll(async () => {
    await backend?.stop();
    await storage?.remove();
  });

  test("show their secret once", async () => {
    const filter = { importIds: ["imp_1"], statuses: ["running"], apps: ["zapier"] };
    const { status, body } = await call("POST", "/v5/subscriptions", subscription({ filter, description: "Ours" }));
    expect(status).toBe(201);
    expect(Buffer.from(body.secret.replace("whsec_", ""), "base64")).toHaveLength(24);
    const { secret, ...shown } = body;
    expect(shown).toEqual({
      id: expect.stringMatching(/^sub_/),
      targetUrl: "https://example.com/hooks/1",
      eventTypes: ["import.status_changed"],
      filter,
      description: "Ours",
      status: "active",
      disabledReason: null,
      createdAt: expect.any(String),
      updatedAt: body.createdAt,
    });
    expect((await call("GET", `/v5/subscriptions/${body.id}`)).body).toEqual(shown);
    expect((await call("GET", "/v5/subscriptions")).body).toContainEqual(shown);
    expect(backend.log()).not.toContain(secret);
  });

  test("are found by their target and status", async () => {
    const targetUrl = "https://example.com/hooks/found";
    const { body } = await call("POST", "/v5/subscriptions", subscription({ targetUrl }));
    const found = async (filter: string) =>
      (await call("GET", `/v5/subscriptions?${filter}`)).body.map(({ id }: { id: string }) => id);
    expect(await found(`filter.targetUrl.equals=${encodeURIComponent(targetUrl)}&filter.status.equals=active`)).toEqual(
      [body.id],
    );
    expect(await found("filter.status.equals=disabled")).toEqual([]);
  });

  test("made again under the same idempotency key are one, with one secret", async () => {
    const headers = { "Idempotency-Key": "subscribe-once" };
    const first = await call("POST", "/v5/subscriptions", subscription({ description: "once" }), headers);
    const second = await call("POST", "/v5/subscriptions", subscription({ description: "once" }), headers);
    expect(first.status).toBe(201);
    expect(second.body).toEqual(first.body);
    const all = (await call("GET", "/v5/subscriptions?query=once")).body;
    expect(all).toHaveLength(1);
  });

  test("that were never there can be deleted", async () => {
    expect((await call("DELETE", "/v5/subscriptions/sub_00000000000000000000000000")).status).toBe(204);
  });

  test.each(["http://example.com/hooks", "https://127.0.0.1/hooks", "https://localhost/hooks", "https://10.0.0.1/"])(
    "to a target that is not public are refused, and the answer says who can allow it: %s",
    async (targetUrl) => {
      const { status, body } = await call("POST", "/v5/subscriptions", subscription({ targetUrl }));
      expect(status).toBe(422);
      expect(body).toMatchObject({
        code: "validation_error",
        description: expect.stringContaining("ALLOW_PRIVATE_TARGETS"),
        details: [{ field: "targetUrl", message: expect.any(String) }],
      });
    },
  );

  test("to nothing, or with event types that there are none of, are refused", async () => {
    for (const wrong of [{ eventTypes: [] }, { eventTypes: ["contact.exploded"] }, { targetUrl: "example.com" }]) {
      expect(await call("POST", "/v5/subscriptions", subscription(wrong))).toMatchObject({ status: 422 });
    }
  });

  test("to private targets are sent nothing once the operator does not allow them any more", async () => {
    await backend.stop();
    const target = await startReceiver();
    try {
      backend = await startBackend(storage, { ALLOW_PRIVATE_TARGETS: "true" });
      const made = await call("POST", "/v5/subscriptions", subscription({ targetUrl: target.url }));
      expect(made.status).toBe(201);
      await backend.stop();
      backend = await startBackend(storage, { ALLOW_PRIVATE_TARGETS: "false", DELIVERY_WAITS: "0.1" });
      await call("PUT", "/v5/imports/start", { name: "not public", method: "webhook" });
      await eventually(async () => {
        const path = `/v5/deliveries?filter.subscriptionId.equals=${made.body.id}`;
        expect((await call("GET", path)).body).toMatchObject([
          {
            status: "failed",
            lastResponseStatus: null,
            lastError: expect.stringContaining("ALLOW_PRIVATE_TARGETS"),
          },
        ]);
      });
      expect(target.received).toEqual([]);
    } finally {
      target.close();
    }
  });
});
