import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { Webhook } from "standardwebhooks";
import { apiError, type StandInApi, startApi } from "../helpers/n8n-api.ts";
import { hookContext } from "../helpers/n8n-context.ts";
import { loadNode, NodeApiError } from "../helpers/n8n-node.ts";

const trigger = loadNode("FirstQuadrantTrigger");
const { checkExists, create, delete: remove } = trigger.webhookMethods.default;
const secret = `whsec_${Buffer.from("a secret of thirty-two characters").toString("base64")}`;
const parameters = { event: "import.status_changed", imports: ["imp_1"], statuses: ["completed"] };
const subscription = {
  id: "sub_1",
  targetUrl: "https://n8n.example/webhook/1/webhook",
  eventTypes: ["import.status_changed"],
  filter: { importIds: ["imp_1"], statuses: ["completed"] },
  status: "active",
};

let api: StandInApi;
let context: ReturnType<typeof hookContext>;
beforeEach(async () => {
  api = await startApi();
  api.on("POST /v5/subscriptions", () => ({ status: 201, body: { ...subscription, secret } }));
  api.on("DELETE /v5/subscriptions/*", () => ({ status: 204 }));
  context = hookContext({ url: api.url, parameters });
});
afterEach(() => api.close());

const routes = () => api.requests.map(({ method, path }) => `${method} ${path}`);

describe("activation", () => {
  test("makes a subscription of its own, as the parameters say, and keeps its secret", async () => {
    expect(await checkExists.call(context)).toBe(false);
    expect(await create.call(context)).toBe(true);

    expect(routes()).toEqual(["POST /v5/subscriptions"]);
    expect(api.requests[0]?.body).toEqual({
      targetUrl: subscription.targetUrl,
      eventTypes: ["import.status_changed"],
      filter: { importIds: ["imp_1"], statuses: ["completed"] },
      description: "n8n: My workflow",
    });
    expect(context.staticData).toEqual({ subscriptionId: "sub_1", secret });
  });

  test("of another event leaves out the statuses that were chosen before", async () => {
    const other = hookContext({ url: api.url, parameters: { ...parameters, event: "import.run_finished" } });
    await create.call(other);

    expect(api.requests[0]?.body).toMatchObject({
      eventTypes: ["import.run_finished"],
      filter: { importIds: ["imp_1"] },
    });
  });

  test("narrows contacts by what happened to them, and by the fields that changed", async () => {
    const chosen = { contactOutcomes: ["updated"], changedFields: ["phone"], runOutcomes: ["failed"] };
    const imported = hookContext({ url: api.url, parameters: { event: "contact.imported", ...chosen } });
    await create.call(imported);

    expect(api.requests[0]?.body).toMatchObject({ filter: { outcomes: ["updated"], changedFields: ["phone"] } });
  });

  test("finds its subscription again and leaves it", async () => {
    await create.call(context);
    api.on("GET /v5/subscriptions/sub_1", () => ({ body: subscription }));

    expect(await checkExists.call(context)).toBe(true);
  });

  test("forgets a subscription that is gone", async () => {
    await create.call(context);

    expect(await checkExists.call(context)).toBe(false);
    expect(context.staticData).toEqual({});
  });

  test.each([
    ["whose address is another", { targetUrl: "https://old.example/webhook/1/webhook" }],
    ["that is disabled", { status: "disabled" }],
    ["with another filter", { filter: { importIds: ["imp_2"] } }],
  ])("replaces a subscription %s", async (_, difference) => {
    await create.call(context);
    api.on("GET /v5/subscriptions/sub_1", () => ({ body: { ...subscription, ...difference } }));

    expect(await checkExists.call(context)).toBe(false);
    expect(routes().at(-1)).toBe("DELETE /v5/subscriptions/sub_1");
    expect(context.staticData).toEqual({});
  });

  test("never takes a failure for an absence", async () => {
    await create.call(context);
    api.on("GET /v5/subscriptions/sub_1", () => apiError(403, "missing_scopes", "A scope is missing.", "Add it."));

    await expect(checkExists.call(context)).rejects.toBeInstanceOf(NodeApiError);
    expect(context.staticData).toEqual({ subscriptionId: "sub_1", secret });
  });

  test("fails with the API's words when the subscription is refused", async () => {
    const details = [{ field: "targetUrl", message: "must be a public https address" }];
    api.on("POST /v5/subscriptions", () => apiError(422, "validation_error", "Not valid.", "Use https.", details));

    await expect(create.call(context)).rejects.toMatchObject({
      message: "targetUrl must be a public https address",
      description: "Use https.",
    });
    expect(context.staticData).toEqual({});
  });
});

describe("deactivation", () => {
  test("removes its own subscription and no other", async () => {
    await create.call(context);
    expect(await remove.call(context)).toBe(true);

    expect(routes()).toEqual(["POST /v5/subscriptions", "DELETE /v5/subscriptions/sub_1"]);
    expect(context.staticData).toEqual({});
    expect(await remove.call(context)).toBe(true);
    expect(routes()).toHaveLength(2);
  });

  test("is done when the subscription is gone", async () => {
    await create.call(context);
    api.on("DELETE /v5/subscriptions/*", () => apiError(404, "not_found", "There is none.", ""));

    expect(await remove.call(context)).toBe(true);
    expect(context.staticData).toEqual({});
  });

  test("shows any other failure, and keeps what it needs to try again", async () => {
    await create.call(context);
    api.on("DELETE /v5/subscriptions/*", () => apiError(403, "missing_scopes", "A scope is missing.", "Add it."));

    await expect(remove.call(context)).rejects.toMatchObject({ message: "A scope is missing.", httpCode: "403" });
    expect(context.staticData).toEqual({ subscriptionId: "sub_1", secret });
  });
});

describe("an event", () => {
  const event = {
    id: "evt_1",
    type: "import.status_changed",
    createdAt: "2026-10-01T00:00:00.000Z",
    data: { import: { id: "imp_1", name: "Leads" }, previousStatus: "running", status: "completed" },
  };
  const body = JSON.stringify(event);

  /** Hands a request to the trigger, and answers with what n8n gets and what the sender gets. */
  async function receive(signingSecret: string, sentBody = body, sentAt = new Date()) {
    const sent: { status?: number; body?: unknown } = {};
    const response = {
      status: (status: number) => Object.assign(response, { sent: Object.assign(sent, { status }) }),
      json: (answer: unknown) => Object.assign(sent, { body: answer }),
    };
    const headers = {
      "webhook-id": event.id,
      "webhook-timestamp": String(Math.floor(sentAt.getTime() / 1000)),
      "webhook-signature": new Webhook(signingSecret).sign(event.id, sentAt, body),
    };
    const result = await trigger.webhook.call({
      ...context,
      getRequestObject: () => ({ rawBody: Buffer.from(sentBody), headers }),
      getHeaderData: () => headers,
      getResponseObject: () => response,
    });
    return { result, sent };
  }

  test("with the right signature starts the workflow, and shows no secret", async () => {
    await create.call(context);
    const { result, sent } = await receive(secret);

    expect(result.workflowData).toEqual([[{ json: event }]]);
    expect(JSON.stringify(result)).not.toContain(secret);
    expect(sent).toEqual({});
  });

  test("that is sent again starts nothing a second time, and is taken for received", async () => {
    await create.call(context);
    await receive(secret);
    const { result, sent } = await receive(secret);

    expect(result).toEqual({ webhookResponse: { received: true } });
    expect(sent).toEqual({});
  });

  const other = `whsec_${Buffer.from("another secret of many characters").toString("base64")}`;
  test.each([
    ["with another signature", other, body, new Date()],
    ["whose body was changed", secret, body.replace("completed", "running"), new Date()],
    ["that is old", secret, body, new Date(Date.now() - 6 * 60_000)],
  ])("%s is answered with 401 and starts nothing", async (_, signingSecret, sentBody, sentAt) => {
    await create.call(context);
    const { result, sent } = await receive(signingSecret, sentBody, sentAt);

    expect(result).toEqual({ noWebhookResponse: true });
    expect(sent).toEqual({ status: 401, body: { message: "The signature is not right." } });
  });

  test("is refused while there is no subscription", async () => {
    const { result, sent } = await receive(secret);

    expect(result).toEqual({ noWebhookResponse: true });
    expect(sent.status).toBe(401);
  });
});

test("the editor lists the imports to choose from", async () => {
  api.on("GET /v5/imports", () => ({ body: [{ id: "imp_1", name: "Leads", status: "draft" }] }));

  expect(await trigger.methods.loadOptions?.getImports?.call(context)).toEqual([
    { name: "Leads (draft)", value: "imp_1" },
  ]);
});
