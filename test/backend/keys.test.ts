import { createdKeySchema, keySchema } from "@firstquadrant/core-client/schemas";
import { describe, expect, test } from "@jest/globals";
import { z } from "zod";
import { addKey } from "../helpers/add-key.ts";
import { clientOf, send } from "../helpers/api.ts";
import { type Backend, databases, startBackend } from "../helpers/backend.ts";
import { eventually } from "../helpers/eventually.ts";
import { runningBackend } from "../helpers/running-backend.ts";

const everything = ["urn:firstquadrant:*:*:write"];
const readContacts = ["urn:firstquadrant:contact:*:read"];

const holderOf = (backend: Backend, key: string | null): Backend => ({ ...backend, apiKey: key ?? "" });
const status = async (holder: Backend, path = "/v5/contacts") => (await send(holder, "GET", path)).status;

describe.each(databases)("keys (%s)", (database) => {
  const running = runningBackend(database);
  const call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
    send(running.backend, method, `/v5${path}`, body, headers);

  /** Makes a key, and answers with it as its holder has it. */
  async function made(scopes: string[], more: object = {}): Promise<{ id: string; holder: Backend }> {
    const { status: answered, body } = await call("POST", "/keys", { name: "Made by a test", scopes, ...more });
    expect([answered, body]).toEqual([201, createdKeySchema.parse(body)]);
    return { id: body.id, holder: holderOf(running.backend, body.key) };
  }

  test("a key is shown once, works at once, and is listed without what it is made of", async () => {
    const input = { name: "  Newsletter ", scopes: [...readContacts, ...readContacts] };
    const { status: answered, body } = await call("POST", "/keys", input);
    expect([answered, body]).toEqual([201, createdKeySchema.parse(body)]);
    expect(body).toMatchObject({ name: "Newsletter", scopes: readContacts, expiresAt: null, revokedAt: null });
    expect(body.key).toMatch(/^fqa_[0-9A-Za-z]{58}$/);
    expect(await status(holderOf(running.backend, body.key))).toBe(200);

    const list = await call("GET", "/keys");
    expect(list.body).toEqual(z.array(z.strictObject(keySchema.shape)).parse(list.body));
    expect(JSON.stringify(list.body)).not.toContain(body.key.slice(-32));
    const one = await call("GET", `/keys/${body.id}`);
    expect(one.body).toMatchObject({ id: body.id, name: "Newsletter", scopes: readContacts });
    expect(one.body).not.toHaveProperty("key");
    expect((await call("GET", "/keys/count?query=newsletter")).body).toEqual({ count: 1 });
  });

  test("a key does what its scopes allow, and no more", async () => {
    const { holder } = await made(readContacts);
    expect(await status(holder)).toBe(200);
    expect((await send(holder, "POST", "/v5/contacts", { email: "x@example.com" })).body.code).toBe("missing_scopes");
    expect(await status(holder, "/v5/keys")).toBe(403);
  });

  test("nobody gives a key more than his own may do, by making or by rotating one", async () => {
    const clerk = await made(["urn:firstquadrant:key:*:write", "urn:firstquadrant:contact:*:read"]);
    for (const [scope, expected] of [
      ["urn:firstquadrant:contact:*:read", 201],
      ["urn:firstquadrant:key:*:*", 201],
      ["urn:firstquadrant:contact:*:write", 403],
      ["urn:firstquadrant:contact:*:*", 403],
      ["urn:firstquadrant:*:*:read", 403],
      ["urn:firstquadrant:import:*:read", 403],
    ] as const) {
      const scopes = [...readContacts, scope];
      const answer = await send(clerk.holder, "POST", "/v5/keys", { name: "Child", scopes });
      expect([scope, answer.status]).toEqual([scope, expected]);
      if (expected === 201) continue;
      expect(answer.body.code).toBe("missing_scopes");
      expect(answer.body.message).toContain(scope);
      expect(answer.body.details).toEqual([{ field: "scopes", message: `lack ${scope}` }]);
    }
    const strong = await made(everything);
    const answer = await send(clerk.holder, "POST", `/v5/keys/${strong.id}/rotate`);
    expect(answer).toMatchObject({ status: 403, body: { code: "missing_scopes" } });
    expect(await status(strong.holder)).toBe(200);
  });

  test.each([
    ["scopes", { name: "A" }],
    ["scopes", { name: "A", scopes: [] }],
    ["scopes.0", { name: "A", scopes: ["contact:read"] }],
    ["scopes.0", { name: "A", scopes: ["urn:firstquadrant:contact:read"] }],
    ["scopes.0", { name: "A", scopes: ["urn:firstquadrant:contact:*:delete"] }],
    ["scopes.1", { name: "A", scopes: [...readContacts, "urn:other:contact:*:read"] }],
    ["name", { name: " ", scopes: readContacts }],
    ["expiresAt", { name: "A", scopes: readContacts, expiresAt: "tomorrow" }],
    ["expiresAt", { name: "A", scopes: readContacts, expiresAt: "2020-01-01T00:00:00Z" }],
  ])("%s: what cannot be is refused by name", async (field, input) => {
    const answer = await call("POST", "/keys", input);
    expect(answer).toMatchObject({ status: 422, body: { code: "validation_error" } });
    expect(answer.body.details[0].field).toBe(field);
  });

  test("a rotated key has a new secret, and the former one ends at once unless there is a time of grace", async () => {
    const { id, holder } = await made(everything);
    expect(await status(holder)).toBe(200);
    const rotated = await call("POST", `/keys/${id}/rotate`);
    expect([rotated.status, rotated.body]).toEqual([200, createdKeySchema.parse(rotated.body)]);
    expect(rotated.body).toMatchObject({ id, scopes: everything, formerSecretUntil: null });
    const second = holderOf(running.backend, rotated.body.key);
    expect([await status(holder), await status(second)]).toEqual([401, 200]);

    const again = await call("POST", `/keys/${id}/rotate`, { graceSeconds: 3600 });
    expect(Date.parse(again.body.formerSecretUntil)).toBeGreaterThan(Date.now());
    const third = holderOf(running.backend, again.body.key);
    expect([await status(holder), await status(second), await status(third)]).toEqual([401, 200, 200]);
    expect((await send(second, "GET", "/v5/me")).body.id).toBe(id);

    const last = await call("POST", `/keys/${id}/rotate`, { graceSeconds: 1 });
    const fourth = holderOf(running.backend, last.body.key);
    expect([await status(second), await status(fourth)]).toEqual([401, 200]);
    await eventually(async () => expect(await status(third)).toBe(401));
    expect(await status(fourth)).toBe(200);
    for (const graceSeconds of [-1, 1.5, "1", 3_000_000]) {
      expect(await call("POST", `/keys/${id}/rotate`, { graceSeconds })).toMatchObject({ status: 422 });
    }
  });

  test("a revoked key ends at once with every secret of its own, stays in the list, and does not come back", async () => {
    const { id, holder } = await made(everything);
    const rotated = await call("POST", `/keys/${id}/rotate`, { graceSeconds: 3600 });
    const second = holderOf(running.backend, rotated.body.key);
    expect([await status(holder), await status(second)]).toEqual([200, 200]);
    expect((await call("DELETE", `/keys/${id}`)).status).toBe(204);
    expect(await send(holder, "GET", "/v5/me")).toMatchObject({ status: 401, body: { code: "invalid_token" } });
    expect(await status(second)).toBe(401);

    const { revokedAt } = (await call("GET", `/keys/${id}`)).body;
    expect(Date.parse(revokedAt)).toBeLessThanOrEqual(Date.now());
    expect((await call("DELETE", `/keys/${id}`)).status).toBe(204);
    expect((await call("GET", `/keys/${id}`)).body.revokedAt).toBe(revokedAt);
    expect(await call("POST", `/keys/${id}/rotate`)).toMatchObject({
      status: 409,
      body: { code: "invalid_transition", details: [{ field: "status", message: "is revoked" }] },
    });
    expect((await call("DELETE", "/keys/key_nobody")).status).toBe(204);
    for (const [method, path] of [
      ["GET", "/keys/key_nobody"],
      ["POST", "/keys/key_nobody/rotate"],
    ] as const) {
      expect(await call(method, path)).toMatchObject({ status: 404, body: { code: "not_found" } });
    }
  });

  test("a key ends by itself when its time has come", async () => {
    const { id, holder } = await made(everything, { expiresAt: new Date(Date.now() + 1500).toISOString() });
    expect(await status(holder)).toBe(200);
    await eventually(async () => expect(await status(holder)).toBe(401));
    expect((await call("POST", `/keys/${id}/rotate`)).body.details).toEqual([
      { field: "status", message: "is expired" },
    ]);
  });

  test("the repetition of an answer under an idempotency key does not have the key, which is stored nowhere", async () => {
    const headers = { "Idempotency-Key": `keys-${database}` };
    const input = { name: "Once", scopes: everything };
    const first = await call("POST", "/keys", input, headers);
    const repeated = await call("POST", "/keys", input, headers);
    expect(repeated.headers.get("idempotency-replayed")).toBe("true");
    expect(repeated.status).toBe(201);
    expect(repeated.body).toEqual({ ...first.body, key: null });
    expect(await status(holderOf(running.backend, first.body.key))).toBe(200);
  });

  test("when a key was last used is kept, also for one that is used once", async () => {
    const { id, holder } = await made(everything);
    expect((await call("GET", `/keys/${id}`)).body.lastUsedAt).toBeNull();
    await send(holder, "GET", "/v5/me");
    const used = await eventually(async () => {
      const { lastUsedAt } = (await call("GET", `/keys/${id}`)).body;
      expect(lastUsedAt).not.toBeNull();
      return lastUsedAt;
    });
    expect(Math.abs(Date.now() - Date.parse(used))).toBeLessThan(60_000);
    // Within the minute no second write is made.
    await send(holder, "GET", "/v5/me");
    expect((await call("GET", `/keys/${id}`)).body.lastUsedAt).toBe(used);
  });

  test("the client's resource speaks the same", async () => {
    const client = clientOf(running.backend);
    const { id, key } = await client.keys.create({ name: "By the client", scopes: readContacts });
    expect(await status(holderOf(running.backend, key))).toBe(200);
    const rotated = await client.keys.rotate(id, 60);
    expect(rotated.formerSecretUntil).not.toBeNull();
    expect((await client.keys.list({ query: "By the client" })).map((one) => one.id)).toEqual([id]);
    await client.keys.revoke(id);
    expect((await client.keys.get(id)).revokedAt).not.toBeNull();
  });

  test("neither a key nor its hash is logged", async () => {
    const { holder } = await made(everything);
    await status(holder);
    await eventually(() => expect(running.backend.log()).toContain('"route":"/v5/contacts"'));
    expect(running.backend.log()).not.toContain(holder.apiKey.slice(-32));
  });
});

(databases.includes("postgres") ? describe : describe.skip)("keys on a shared database", () => {
  const running = runningBackend("postgres");

  test("what one process revokes ends in the other soon", async () => {
    const second = await startBackend(running.storage);
    try {
      const input = { name: "Shared", scopes: everything };
      const { id, key } = (await send(running.backend, "POST", "/v5/keys", input)).body;
      const there = holderOf(second, key);
      expect(await status(there)).toBe(200);
      await send(running.backend, "DELETE", `/v5/keys/${id}`);
      expect(await status(holderOf(running.backend, key))).toBe(401);
      await eventually(async () => expect(await status(there)).toBe(401), { timeoutMs: 15_000 });
    } finally {
      await second.stop();
    }
  });

  test("one organization neither sees nor touches the keys of another", async () => {
    const other = await addKey(running.backend, running.storage, { scopes: everything });
    const { id, key } = (await send(running.backend, "POST", "/v5/keys", { name: "Ours", scopes: everything })).body;
    expect((await send(other, "GET", "/v5/keys")).body.map((one: { id: string }) => one.id)).toEqual([other.keyId]);
    expect(await status(other, `/v5/keys/${id}`)).toBe(404);
    expect((await send(other, "POST", `/v5/keys/${id}/rotate`)).status).toBe(404);
    expect((await send(other, "DELETE", `/v5/keys/${id}`)).status).toBe(204);
    expect(await status(holderOf(running.backend, key))).toBe(200);
  });
});
