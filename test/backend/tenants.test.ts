import type { Contact, Import } from "@firstquadrant/core-client";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { addKey } from "../helpers/add-key.ts";
import { send } from "../helpers/api.ts";
import { type Backend, databases } from "../helpers/backend.ts";
import { eventually } from "../helpers/eventually.ts";
import { runningBackend, runningImport } from "../helpers/running-backend.ts";

// Keys are made in the database itself, which only PostgreSQL lets others into beside the backend.
const onPostgres = databases.includes("postgres") ? describe : describe.skip;

onPostgres("two organizations in one database", () => {
  const running = runningBackend("postgres");
  let one: Backend;
  let other: Backend;
  let to: Import;
  let contact: Contact;

  beforeAll(async () => {
    one = running.backend;
    other = await addKey(one, running.storage, { scopes: ["urn:firstquadrant:*:*:write"] });
    await send(one, "POST", "/v5/subscriptions", { targetUrl: one.url, eventTypes: ["contact.imported"] });
    to = await runningImport(one, { name: "Shared name" });
    const record = { contact: { email: "shared@example.com", city: "London" }, company: { domain: "shared.example" } };
    contact = (await send(one, "POST", `/v5/imports/${to.id}/contacts`, record)).body.contact;
    await send(one, "POST", "/v5/contact-fields", { key: "plan", label: "Plan", type: "text" });
  });

  test("one sees nothing of the other's in any list or count", async () => {
    for (const list of ["contacts", "imports", "events", "subscriptions", "deliveries"]) {
      expect((await send(other, "GET", `/v5/${list}`)).body).toEqual([]);
      expect((await send(one, "GET", `/v5/${list}`)).body).not.toEqual([]);
    }
    for (const list of ["contacts", "imports", "events"]) {
      expect((await send(other, "GET", `/v5/${list}/count`)).body).toEqual({ count: 0 });
    }
    expect((await send(other, "GET", "/v5/contacts?query=shared")).body).toEqual([]);
    const fields = (await send(other, "GET", "/v5/contact-fields")).body;
    expect(fields.map(({ key }: { key: string }) => key)).not.toContain("customProperties.plan");
  });

  test("one cannot read, change or delete what is the other's, nor page by it", async () => {
    const [event] = (await send(one, "GET", "/v5/events?limit=1")).body;
    const [subscription] = (await send(one, "GET", "/v5/subscriptions")).body;
    const [delivery] = (await send(one, "GET", "/v5/deliveries")).body;
    for (const [method, path, body] of [
      ["GET", `/imports/${to.id}`],
      ["PATCH", `/imports/${to.id}`, { name: "Mine" }],
      ["DELETE", `/imports/${to.id}`],
      ["POST", `/imports/${to.id}/start`],
      ["POST", `/imports/${to.id}/complete`],
      ["POST", `/imports/${to.id}/trigger/rotate`],
      ["POST", `/imports/${to.id}/contacts`, { contact: { email: "x@example.com" } }],
      ["POST", `/imports/${to.id}/contacts/batch`, { records: [{}] }],
      ["GET", `/imports/${to.id}/rows`],
      ["GET", `/imports/${to.id}/rows/count`],
      ["GET", `/imports/${to.id}/samples`],
      ["GET", `/contacts/${contact.id}`],
      ["PATCH", `/contacts/${contact.id}`, { city: "Paris" }],
      ["DELETE", `/contacts/${contact.id}`],
      ["GET", `/events/${event.id}`],
      ["GET", `/subscriptions/${subscription.id}`],
      ["POST", `/subscriptions/${subscription.id}/replay`, { since: new Date().toISOString() }],
      ["POST", `/deliveries/${delivery.id}/redeliver`],
    ] as const) {
      const answer = await send(other, method, `/v5${path}`, body);
      expect([method, path, answer.status]).toEqual([method, path, 404]);
    }
    expect((await send(other, "DELETE", `/v5/subscriptions/${subscription.id}`)).status).toBe(204);
    expect((await send(one, "GET", `/v5/subscriptions/${subscription.id}`)).status).toBe(200);
    for (const [list, id] of [
      ["contacts", contact.id],
      ["imports", to.id],
      ["events", event.id],
    ]) {
      expect((await send(other, "GET", `/v5/${list}?startingAfter=${id}`)).status).toBe(400);
    }
    expect((await send(one, "GET", `/v5/contacts/${contact.id}`)).body).toMatchObject({ city: "London" });
  });

  test("the same address, company, import and key of idempotency are each one's own", async () => {
    const key = { "Idempotency-Key": "shared" };
    const own = await send(other, "PUT", "/v5/imports/start", { name: "Shared name", method: "webhook" }, key);
    expect(own.body).toMatchObject({ outcome: "created" });
    const record = { contact: { email: "shared@example.com" }, company: { domain: "shared.example", name: "Ours" } };
    const first = await send(
      one,
      "POST",
      `/v5/imports/${to.id}/contacts`,
      { contact: { email: "k@example.com" } },
      key,
    );
    expect(first.headers.has("idempotency-replayed")).toBe(false);
    const { body } = await send(other, "POST", `/v5/imports/${own.body.import.id}/contacts`, record);
    expect(body).toMatchObject({ outcome: "created" });
    expect(body.contact.id).not.toBe(contact.id);
    expect(body.contact.company.id).not.toBe(contact.company?.id);
    expect((await send(one, "GET", `/v5/contacts/${contact.id}`)).body.company).not.toHaveProperty("name");
  });

  test("one's import does not take the other's trigger", async () => {
    const own = await runningImport(other);
    const hash = own.trigger.url.split("/").at(-1);
    const crossed = await send(other, "POST", `/v5/imports/${to.id}/trigger/${hash}`, {
      contact: { email: "x@example.com" },
    });
    expect(crossed.status).toBe(404);
  });
});

onPostgres("what a key may do", () => {
  const running = runningBackend("postgres");
  const keyWith = (key: Omit<Parameters<typeof addKey>[2], "organizationId">) =>
    addKey(running.backend, running.storage, { ...key, organizationId: running.backend.organizationId });

  test.each([
    ["urn:firstquadrant:*:*:read", [200, 200, 403, 403, 200]],
    ["urn:firstquadrant:contact:*:read", [200, 403, 403, 403, 403]],
    ["urn:firstquadrant:contact:*:write", [200, 403, 201, 403, 403]],
    ["urn:firstquadrant:import:*:*", [403, 200, 403, 201, 403]],
    ["urn:firstquadrant:*:*:*", [200, 200, 201, 201, 200]],
    ["urn:firstquadrant:other:*:write", [403, 403, 403, 403, 403]],
  ])("%s is enough for what it covers, and what is missing is named", async (scope, expected) => {
    const holder = await keyWith({ scopes: [scope] });
    const unique = scope.replace(/\W/g, "");
    const answers = [
      await send(holder, "GET", "/v5/contacts"),
      await send(holder, "GET", "/v5/imports"),
      await send(holder, "POST", "/v5/contacts", { email: `${unique}@example.com` }),
      await send(holder, "POST", "/v5/imports", { name: scope, method: "webhook" }),
      await send(holder, "GET", "/v5/me"),
    ];
    expect(answers.map(({ status }) => status)).toEqual(expected);
    const needed = [
      "urn:firstquadrant:contact:*:read",
      "urn:firstquadrant:import:*:read",
      "urn:firstquadrant:contact:*:write",
      "urn:firstquadrant:import:*:write",
      "urn:firstquadrant:organization:*:read",
    ];
    for (const [index, { status, body }] of answers.entries()) {
      if (status !== 403) continue;
      expect(body.code).toBe("missing_scopes");
      expect(body.message).toContain(needed[index]);
      expect(body.details).toEqual([{ field: "scopes", message: `lack ${needed[index]}` }]);
    }
  });

  test("an expired or revoked key is not valid, and one that is revoked in use soon is not", async () => {
    const scopes = ["urn:firstquadrant:*:*:write"];
    for (const key of [{ expiresAt: new Date(0) }, { revokedAt: new Date() }]) {
      const answer = await send(await keyWith({ scopes, ...key }), "GET", "/v5/me");
      expect(answer).toMatchObject({ status: 401, body: { code: "invalid_token" } });
    }
    const soonExpired = await keyWith({ scopes, expiresAt: new Date(Date.now() + 1500) });
    expect((await send(soonExpired, "GET", "/v5/me")).status).toBe(200);
    await eventually(async () => expect((await send(soonExpired, "GET", "/v5/me")).status).toBe(401), {
      timeoutMs: 15_000,
    });
  });
});
