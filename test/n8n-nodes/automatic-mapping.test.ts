import { type ContactRecord, standardFields } from "@firstquadrant/core-client";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { expectToBecome, payloads } from "../catalogue/payloads.ts";
import type { StandInApi } from "../helpers/n8n-api.ts";
import { recordsOf, startContactsApi } from "../helpers/n8n-contacts-api.ts";
import { executionContext } from "../helpers/n8n-context.ts";
import { loadNode, type NodeItem } from "../helpers/n8n-node.ts";

const node = loadNode("FirstQuadrant");

let api: StandInApi;
beforeEach(async () => {
  api = await startContactsApi();
  api.on("GET /v5/contact-fields", () => ({
    body: [
      ...standardFields.map(({ key, label, type, group }) => ({
        key,
        label,
        type,
        group,
        identifies: key === "email",
      })),
      { key: "customProperties.plan", label: "Plan", type: "text", group: "custom", identifies: false },
    ],
  }));
});
afterEach(() => api.close());

async function send(items: NodeItem["json"][]) {
  const parameters = {
    resource: "contact",
    operation: "createOrUpdate",
    import: { mode: "id", value: "imp_1" },
    fields: { mappingMode: "autoMapInputData", value: null },
  };
  const context = executionContext({ url: api.url, items, parameters, continueOnFail: true });
  await node.execute.call(context);
  const records = api.received("POST /v5/imports/*/contacts/batch").flatMap(recordsOf);
  return { records: records as ContactRecord[], hints: context.hints.map(({ message }) => message) };
}

const isItem = (payload: unknown): payload is NodeItem["json"] => typeof payload === "object" && payload !== null;
const items = payloads.map(({ payload }) => payload).filter(isItem);

describe("automatic mapping", () => {
  test("understands eight apps in one run, each item on its own", async () => {
    const { records } = await send(items);

    for (const [index, { expected }] of payloads.entries()) {
      expectToBecome(records[index] ?? { contact: {} }, expected);
    }
  });

  test("understands what n8n's Webhook node received", async () => {
    const { records } = await send(
      items.map((body) => ({
        headers: { "user-agent": "other" },
        params: {},
        query: {},
        body,
        webhookUrl: "https://x",
      })),
    );

    for (const [index, { expected }] of payloads.entries()) {
      expectToBecome(records[index] ?? { contact: {} }, expected);
    }
  });

  test("finds the organization's own fields, and tells what it left out", async () => {
    const { records, hints } = await send([
      { "E-mail": "ada@example.com", "First name": "Ada", Plan: "team", "Shoe size": 38 },
      { email: "bob@example.com" },
    ]);

    expect(records).toEqual([
      { contact: { email: "ada@example.com", firstName: "Ada", customProperties: { plan: "team" } } },
      { contact: { email: "bob@example.com" } },
    ]);
    expect(hints).toHaveLength(1);
    expect(hints[0]).toMatch(/left out: Shoe size$/);
  });
});
