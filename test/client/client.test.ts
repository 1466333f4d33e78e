import {
  createClient,
  hostedBaseUrl,
  isConnectionError,
  normalizeBaseUrl,
  type Transport,
  type TransportRequest,
} from "@firstquadrant/core-client";
import { describe, expect, test } from "@jest/globals";

/** A client that records its requests; the transport is the caller's to give, so this stands in for nothing of ours. */
function recording(body: unknown = {}, options: { apiKey?: string; organizationId?: string; baseUrl?: string } = {}) {
  const requests: TransportRequest[] = [];
  const transport: Transport = async (request) => {
    requests.push(request);
    return { status: 200, headers: {}, body };
  };
  return { requests, client: createClient({ transport, ...options }) };
}

type Call = (client: ReturnType<typeof createClient>) => Promise<unknown>;

/** What goes over the wire, the call that sends it, and its body. */
const calls: [line: string, call: Call, body?: unknown][] = [
  ["GET /me", (client) => client.account.me()],
  ["GET /imports", (client) => client.imports.list()],
  [
    "GET /imports/count?filter.status.equals=running",
    (client) => client.imports.count({ filters: { "status.equals": "running" } }),
  ],
  ["GET /imports/imp_1", (client) => client.imports.get("imp_1")],
  [
    "POST /imports",
    (client) => client.imports.create({ name: "a", method: "webhook" }),
    { name: "a", method: "webhook" },
  ],
  ["PATCH /imports/imp_1", (client) => client.imports.update("imp_1", { name: "b" }), { name: "b" }],
  ["DELETE /imports/imp_1", (client) => client.imports.delete("imp_1")],
  ["POST /imports/imp_1/start", (client) => client.imports.start("imp_1")],
  ["POST /imports/imp_1/complete", (client) => client.imports.complete("imp_1")],
  ["POST /imports/imp_1/trigger/rotate", (client) => client.imports.rotateTrigger("imp_1")],
  [
    "PUT /imports/start",
    (client) => client.imports.findOrCreateAndStart({ name: "a", method: "app", app: "zapier" }),
    { name: "a", method: "app", app: "zapier" },
  ],
  [
    "POST /imports/imp_1/contacts/batch",
    (client) =>
      client.imports.addContacts("imp_1", [{ contact: { email: "a@example.com" } }], { onConflict: "createOnly" }),
    { records: [{ contact: { email: "a@example.com" } }], onConflict: "createOnly" },
  ],
  ["GET /imports/imp_1/rows?limit=5", (client) => client.imports.rows("imp_1", { limit: 5 })],
  ["GET /imports/imp_1/samples", (client) => client.imports.samples("imp_1")],
  ["GET /contacts?query=ada", (client) => client.contacts.list({ query: "ada" })],
  ["GET /contacts/count", (client) => client.contacts.count()],
  ["GET /contacts/con_1", (client) => client.contacts.get("con_1")],
  ["POST /contacts", (client) => client.contacts.create({ email: "a@example.com" }), { email: "a@example.com" }],
  ["PATCH /contacts/con_1", (client) => client.contacts.update("con_1", { clear: ["phone"] }), { clear: ["phone"] }],
  ["DELETE /contacts/con_1", (client) => client.contacts.delete("con_1")],
  ["GET /contact-fields", (client) => client.fields.list()],
  ["DELETE /contact-fields/fld_1", (client) => client.fields.delete("fld_1")],
  ["POST /field-mapping/proposals", (client) => client.fields.proposeMapping({ app: "typeform" }), { app: "typeform" }],
  ["GET /subscriptions", (client) => client.subscriptions.list()],
  ["GET /subscriptions/sub_1", (client) => client.subscriptions.get("sub_1")],
  ["DELETE /subscriptions/sub_1", (client) => client.subscriptions.delete("sub_1")],
  [
    "POST /subscriptions/sub_1/replay",
    (client) => client.subscriptions.replay("sub_1", "2026-10-02T09:00:00Z"),
    { since: "2026-10-02T09:00:00Z" },
  ],
  ["GET /deliveries", (client) => client.subscriptions.deliveries()],
  ["POST /deliveries/dlv_1/redeliver", (client) => client.subscriptions.redeliver("dlv_1")],
  [
    "GET /events?filter.type.equals=contact.imported",
    (client) => client.events.list({ filters: { "type.equals": "contact.imported" } }),
  ],
  ["GET /events/evt_1", (client) => client.events.get("evt_1")],
];

test.each(calls.map(([line, call, body]) => ({ line, call, body })))("$line", async ({ line, call, body }) => {
  const { requests, client } = recording();
  await call(client);
  const [request] = requests;
  expect(`${request?.method} ${request?.url.slice(hostedBaseUrl.length)}`).toBe(line);
  expect(request?.body).toEqual(body);
  expect(request?.headers["Content-Type"]).toBe(body === undefined ? undefined : "application/json");
});

describe("the base URL", () => {
  test.each([
    ["https://example.com", "https://example.com/v5"],
    [" https://example.com/ ", "https://example.com/v5"],
    ["https://example.com/v5", "https://example.com/v5"],
    ["https://example.com/v6//", "https://example.com/v6"],
    ["https://example.com/proxy", "https://example.com/proxy/v5"],
  ])("%j is %s", (given, expected) => {
    expect(normalizeBaseUrl(given)).toBe(expected);
  });

  test("is the hosted service's unless said", async () => {
    const { requests, client } = recording();
    await client.account.me();
    expect(requests[0]?.url).toBe(`${hostedBaseUrl}/me`);
  });
});

describe("credentials", () => {
  test("are sent with every call", async () => {
    const { requests, client } = recording({}, { apiKey: "fqa_1", organizationId: "org_1" });
    await client.account.me();
    expect(requests[0]?.headers).toMatchObject({
      Authorization: "Bearer fqa_1",
      "FirstQuadrant-Organization-ID": "org_1",
    });
  });

  test("are left to the transport where none are given", async () => {
    const { requests, client } = recording();
    await client.account.me();
    expect(requests[0]?.headers).toEqual({ Accept: "application/json" });
  });
});

describe("headers of writes", () => {
  test("name the write and the version that is changed", async () => {
    const { requests, client } = recording();
    await client.imports.update("imp_1", { name: "b" }, { idempotencyKey: "key-1", ifMatch: '"abc"' });
    expect(requests[0]?.headers).toMatchObject({ "Idempotency-Key": "key-1", "If-Match": '"abc"' });
  });
});

test.each([
  ["https://api.example.com", "No answer from api.example.com."],
  ["https://user:secret@api.example.com:8443", "No answer from api.example.com:8443."],
  ["api.example.com", "api.example.com/v5/me is no web address."],
  ["localhost:3000", "localhost:3000/v5/me is no web address."],
  ["", "/v5/me is no web address."],
])("where no answer came from the base URL %j, the error says what to check", async (baseUrl, message) => {
  const client = createClient({ transport: () => Promise.reject(new Error("x")), baseUrl });
  await expect(client.account.me()).rejects.toMatchObject({
    name: "ConnectionError",
    message: expect.stringMatching(new RegExp(`^${message}`)),
  });
});

test("a transport that rejects means that no answer arrived, and its reason is kept", async () => {
  const cause = new Error("socket hang up");
  const client = createClient({ transport: () => Promise.reject(cause), baseUrl: "https://api.example.com" });
  const error = await client.account.me().catch((caught: unknown) => caught);
  expect(isConnectionError(error)).toBe(true);
  expect(error).toMatchObject({ message: expect.stringContaining("api.example.com"), cause });
});
