import { createClient, isApiError, isConnectionError } from "@firstquadrant/core-client";
import { axiosTransport } from "@firstquadrant/core-client/axios";
import { afterEach, describe, expect, test } from "@jest/globals";
import axios from "axios";
import { type LocalAnswer, type LocalServer, startLocalServer } from "./local-server.ts";

const servers: LocalServer[] = [];

async function serve(answer: (url: string) => LocalAnswer | null) {
  const server = await startLocalServer(({ url }) => answer(url));
  servers.push(server);
  const client = createClient({
    transport: axiosTransport(axios.create()),
    baseUrl: server.url,
    apiKey: "fqa_test",
    organizationId: "org_1",
  });
  return { ...server, client };
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const json = (status: number, value: unknown, headers: Record<string, string> = {}): LocalAnswer => ({
  status,
  headers: { "Content-Type": "application/json", ...headers },
  body: JSON.stringify(value),
});

const limited = { code: "rate_limited", status: 429, message: "Too many requests", description: "Wait.", details: [] };

describe("requests", () => {
  test("carry the credentials, the version, the query and the body", async () => {
    const { client, received } = await serve(() => json(200, {}));
    await client.imports.addContact("imp_1/2", { contact: { email: "ä@example.com" } }, { idempotencyKey: "key-1" });
    await client.imports.list({ limit: 5, query: "a&b", filters: { "status.in": ["draft", "running"] } });
    expect(received[0]).toMatchObject({
      method: "POST",
      url: "/v5/imports/imp_1%2F2/contacts",
      body: '{"contact":{"email":"ä@example.com"}}',
      headers: {
        authorization: "Bearer fqa_test",
        "firstquadrant-organization-id": "org_1",
        "content-type": "application/json",
        "idempotency-key": "key-1",
      },
    });
    expect(received[1]).toMatchObject({
      method: "GET",
      url: "/v5/imports?limit=5&query=a%26b&filter.status.in=draft%2Crunning",
      body: "",
    });
    expect(received[1]?.headers["content-type"]).toBeUndefined();
  });

  test("are not changed by the instance's own way to write and read bodies", async () => {
    const { url, received } = await serve(() => json(200, { id: "imp_1" }));
    const instance = axios.create({ transformRequest: [() => "spoiled"], transformResponse: [() => "spoiled"] });
    const client = createClient({ transport: axiosTransport(instance), baseUrl: url });
    await expect(client.imports.create({ name: "Leads", method: "webhook" })).resolves.toEqual({ id: "imp_1" });
    expect(received[0]?.body).toBe('{"name":"Leads","method":"webhook"}');
  });
});

describe("answers", () => {
  test("an empty one is undefined", async () => {
    const { client } = await serve(() => ({ status: 204 }));
    await expect(client.contacts.delete("con_1")).resolves.toBeUndefined();
  });

  test("every status reaches the client, with the wait that was asked for", async () => {
    const { client } = await serve(() => json(429, limited, { "Retry-After": "7", "X-Request-Id": "req_1" }));
    const error = await client.account.me().catch((caught: unknown) => caught);
    expect(isApiError(error)).toBe(true);
    expect(error).toMatchObject({ code: "rate_limited", status: 429, retryAfter: 7, requestId: "req_1" });
  });

  test("one that is no JSON is an unexpected response", async () => {
    const { client } = await serve(() => ({ status: 502, headers: { "Content-Type": "text/html" }, body: "<html>" }));
    const error = await client.account.me().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "unexpected_response", status: 502, details: [] });
  });

  test("a redirect is not followed: the credentials stay where they belong", async () => {
    const elsewhere = await serve(() => json(200, {}));
    const { client } = await serve(() => ({ status: 302, headers: { Location: `${elsewhere.url}/v5/me` } }));
    await expect(client.account.me()).rejects.toMatchObject({ code: "unexpected_response", status: 302 });
    expect(elsewhere.received).toEqual([]);
  });
});

describe("no answer", () => {
  test("because nothing listens", async () => {
    const server = await startLocalServer(() => null);
    await server.close();
    const client = createClient({ transport: axiosTransport(axios), baseUrl: server.url });
    const error = await client.account.me().catch((caught: unknown) => caught);
    expect(isConnectionError(error)).toBe(true);
    expect(error).toMatchObject({ cause: { code: "ECONNREFUSED" } });
  });

  test("because the connection broke", async () => {
    const { client } = await serve(() => null);
    await expect(client.account.me()).rejects.toMatchObject({ name: "ConnectionError" });
  });

  test("because it took too long", async () => {
    const { url } = await serve(() => null);
    const transport = axiosTransport(axios.create({ timeout: 1 }));
    const client = createClient({ transport, baseUrl: url });
    await expect(client.account.me()).rejects.toMatchObject({ name: "ConnectionError" });
  });
});
