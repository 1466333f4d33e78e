import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { type Backend, databases } from "../helpers/backend.ts";
import { eventually } from "../helpers/eventually.ts";
import { type Receiver, startReceiver } from "../helpers/receiver.ts";
import { runningBackend, runningImport } from "../helpers/running-backend.ts";

describe.each(databases)("who may call (%s)", (database) => {
  const running = runningBackend(database);
  const me = (headers: Record<string, string>) => send(running.backend, "GET", "/v5/me", undefined, headers);

  test("the key's holder is told who he is", async () => {
    const { status, body, headers } = await me({ "FirstQuadrant-Organization-ID": running.backend.organizationId });
    expect(status).toBe(200);
    expect(body).toEqual({
      id: expect.stringMatching(/^key_/),
      name: "Key made at start",
      scopes: ["urn:firstquadrant:*:*:write"],
      organization: { id: running.backend.organizationId, name: "My organization" },
    });
    expect(headers.get("x-request-id")).toMatch(/^req_/);
    expect(headers.get("version")).toMatch(/^firstquadrant\.ai-\d{4}-\d{2}-\d{2}-\w+$/);
  });

  test("without a key nothing is answered but how to send one", async () => {
    const response = await fetch(`${running.backend.url}/v5/imports`);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({
      code: "missing_authorization",
      description: expect.stringContaining("Authorization: Bearer"),
    });
  });

  test.each([
    ["another word", "Basic abc"],
    ["no key", "Bearer "],
    ["something else", "Bearer hello"],
    ["a key that nobody has", `Bearer fqa_${"0".repeat(58)}`],
    ["a very long one", `Bearer fqa_${"0".repeat(5000)}`],
  ])("with %s the answer is invalid_token", async (_what, authorization) => {
    expect(await me({ Authorization: authorization })).toMatchObject({ status: 401, body: { code: "invalid_token" } });
  });

  test("a key with one character changed is not valid", async () => {
    const { apiKey } = running.backend;
    const last = apiKey.endsWith("a") ? "b" : "a";
    const answer = await me({ Authorization: `Bearer ${apiKey.slice(0, -1)}${last}` });
    expect(answer.body.code).toBe("invalid_token");
  });

  test("another organization in the header is refused", async () => {
    const answer = await me({ "FirstQuadrant-Organization-ID": "org_01arz3ndektsv4rrffq69g5fav" });
    expect(answer).toMatchObject({ status: 403, body: { code: "insufficient_permissions" } });
    expect(answer.body.message).toContain("org_01arz3ndektsv4rrffq69g5fav");
  });

  test("what is not there is told in the same shape", async () => {
    for (const [method, path] of [
      ["GET", "/nowhere"],
      ["GET", "/v5/nowhere"],
      ["PUT", "/v5/contacts"],
      ["GET", "/v5/imports/imp_x"],
      ["GET", `/v5/contacts/${"x".repeat(1000)}`],
    ] as const) {
      const answer = await send(running.backend, method, path);
      expect(answer).toMatchObject({ status: 404, body: { code: "not_found", status: 404, details: [] } });
      expect(answer.headers.get("x-request-id")).toMatch(/^req_/);
    }
  });
});

describe("how often one may call", () => {
  const running = runningBackend("embedded", { RATE_LIMIT_PER_MINUTE: "5" });

  test("more calls than a key has are refused, with the time to wait; a trigger has its own", async () => {
    const to = await runningImport(running.backend);
    const answers = [];
    for (let count = 0; count < 5; count += 1) answers.push(await send(running.backend, "GET", "/v5/me"));
    const [first] = answers;
    expect(first?.headers.get("ratelimit-policy")).toBe('"default";q=5;w=60');
    expect(first?.headers.get("ratelimit")).toMatch(/^"default";r=2;t=\d+$/);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429, 429]);
    const refused = answers.at(-1);
    expect(refused?.body).toMatchObject({ code: "rate_limited", status: 429, message: "Too many requests" });
    expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(Number(refused?.headers.get("retry-after"))).toBeLessThanOrEqual(60);
    expect(refused?.headers.get("ratelimit")).toMatch(/r=0/);

    const post = async (url: string) =>
      (await fetch(url, { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" })).status;
    // Who guesses at the address takes nothing from who knows it.
    for (let count = 0; count < 10; count += 1) await post(`${to.trigger.url}${count}`);
    const own = [];
    for (let count = 0; count < 7; count += 1) own.push(await post(to.trigger.url));
    expect(own).toEqual([422, 422, 422, 422, 422, 429, 429]);
  });
});

describe("what is logged", () => {
  const running = runningBackend("embedded", { LOG_LEVEL: "debug" });
  let receiver: Receiver;

  beforeAll(async () => {
    receiver = await startReceiver();
  });

  afterAll(() => receiver.close());

  test("holds a line for every request, and neither a key, a secret, a trigger's address nor what was sent", async () => {
    const backend: Backend = running.backend;
    const to = await runningImport(backend);
    const { pathname } = new URL(to.trigger.url);
    const subscription = { targetUrl: `${receiver.url}?token=hidden-token`, eventTypes: ["contact.imported"] };
    const { secret } = (await send(backend, "POST", "/v5/subscriptions", subscription)).body;
    await send(backend, "POST", pathname, { contact: { email: "private@example.com", name: "Private Person" } });
    await send(backend, "POST", pathname, '{"contact": {"email": "private@example.com"');
    await send(backend, "POST", `${pathname}x`, {});
    await send(backend, "GET", `${pathname}?email=private@example.com`);
    await send(backend, "POST", `${pathname}%ZZ`, {});
    await send(backend, "GET", `/v5/contacts?query=private@example.com%00`);
    await send(backend, "GET", "/v5/me", undefined, { Authorization: "Bearer fqa_wrong-key-of-somebody" });
    await send(backend, "POST", "/v5/contacts", { email: "private@example.com" });
    await eventually(() => expect(receiver.received).toHaveLength(1));
    await eventually(() => expect(backend.log()).toContain("delivery attempted"));

    const log = backend.log();
    expect(log).toContain('"route":"/v5/imports/:id/trigger/:hash"');
    const hash = pathname.split("/").at(-1) ?? "";
    for (const hidden of [
      backend.apiKey,
      hash,
      secret,
      secret.replace("whsec_", ""),
      "hidden-token",
      "wrong-key-of-somebody",
      "private@example.com",
      "Private Person",
    ]) {
      expect(hidden.length).toBeGreaterThan(8);
      expect(log).not.toContain(hidden);
    }
    for (const line of log.trim().split("\n")) expect(JSON.parse(line)).toMatchObject({ level: expect.any(String) });
  });
});
