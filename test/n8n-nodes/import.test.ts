import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { apiError, type StandInApi } from "../helpers/n8n-api.ts";
import { importAnswer, startContactsApi } from "../helpers/n8n-contacts-api.ts";
import { executionContext, hookContext } from "../helpers/n8n-context.ts";
import { loadNode, NodeApiError, NodeOperationError } from "../helpers/n8n-node.ts";

const node = loadNode("FirstQuadrant");

let api: StandInApi;
beforeEach(async () => {
  api = await startContactsApi();
});
afterEach(() => api.close());

async function run(operation: string, parameters: Record<string, unknown>, count = 1, continueOnFail = false) {
  const context = executionContext({
    url: api.url,
    items: Array.from({ length: count }, () => ({})),
    parameters: { resource: "import", operation, ...parameters },
    continueOnFail,
  });
  const [output = []] = await node.execute.call(context);
  return output;
}

describe("Start", () => {
  test("starts each import once, whatever the number of items that name it", async () => {
    const name = (index: number) => ["Leads", "Partners", "Leads "][index];
    const output = await run("start", { name }, 3);

    expect(api.requests.map(({ body }) => body)).toEqual([
      { name: "Leads", method: "app", app: "n8n" },
      { name: "Partners", method: "app", app: "n8n" },
    ]);
    expect(output).toMatchObject([
      { json: { outcome: "created", id: "imp_default", name: "Leads" }, pairedItem: { item: 0 } },
      { json: { outcome: "created", name: "Partners" }, pairedItem: { item: 1 } },
      { json: { outcome: "alreadyRunning", name: "Leads" }, pairedItem: { item: 2 } },
    ]);
  });
});

describe("Get", () => {
  test("answers with the import, and with an error for an item whose import is not there", async () => {
    api.on("GET /v5/imports/imp_1", () => ({ body: importAnswer("imp_1") }));
    const value = (index: number) => `imp_${index + 1}`;
    const output = await run("get", { import: { mode: "id", value } }, 2, true);

    expect(output[0]).toMatchObject({ json: { id: "imp_1", status: "running" }, pairedItem: { item: 0 } });
    expect(output[1]).toMatchObject({ json: { error: "There is nothing here." }, pairedItem: { item: 1 } });
    expect(output[1]?.error).toBeInstanceOf(NodeApiError);
    expect(output[1]?.error?.context.itemIndex).toBe(1);
  });

  test("asks for an import when none is chosen", async () => {
    const failed = run("get", { import: { mode: "list", value: "" } });

    await expect(failed).rejects.toBeInstanceOf(NodeOperationError);
    await expect(failed).rejects.toThrow("No import is chosen");
  });
});

describe("Get Many", () => {
  const everything = Array.from({ length: 230 }, (_, index) => importAnswer(`imp_${index}`, `Import ${index}`));
  beforeEach(() => {
    api.on("GET /v5/imports", ({ query }) => {
      const from = everything.findIndex(({ id }) => id === query.get("startingAfter")) + 1;
      return { body: everything.slice(from, from + Number(query.get("limit"))) };
    });
  });

  test("returns up to the limit, under the filters", async () => {
    const filters = { query: " show ", statuses: ["running", "draft"] };
    const output = await run("getAll", { returnAll: false, limit: 7, filters });

    expect(output).toHaveLength(7);
    expect(output.every(({ pairedItem }) => pairedItem?.item === 0)).toBe(true);
    expect(Object.fromEntries(api.requests[0]?.query ?? [])).toEqual({
      limit: "7",
      query: "show",
      "filter.status.in": "running,draft",
    });
  });

  test.each([
    [{ returnAll: false, limit: 150 }, 150, 2],
    [{ returnAll: true }, 230, 3],
  ])("with %j reads as many pages as it needs", async (parameters, count, pages) => {
    expect(await run("getAll", parameters)).toHaveLength(count);
    expect(api.requests).toHaveLength(pages);
  });
});

describe("the editor", () => {
  const search = (...given: unknown[]) => {
    const context = hookContext({ url: api.url, parameters: { resource: "contact" } });
    return node.methods.listSearch?.searchImports?.call(context, ...given);
  };

  test("finds imports page by page, the default before all", async () => {
    const page = Array.from({ length: 100 }, (_, index) => importAnswer(`imp_${index}`, `Import ${index}`));
    api.on("GET /v5/imports", ({ query }) => ({ body: query.has("startingAfter") ? page.slice(0, 3) : page }));

    const first = await search();
    expect(first).toMatchObject({ paginationToken: "imp_99" });
    expect(first).toHaveProperty("results.length", 101);
    expect(first).toHaveProperty("results.0.value", "default");
    expect(first).toHaveProperty("results.1", { name: "Import 0 (running)", value: "imp_0" });

    const second = await search("", "imp_99");
    expect(second).toHaveProperty("results.length", 3);
    expect(second).not.toHaveProperty("paginationToken");
    expect(api.requests[1]?.query.get("startingAfter")).toBe("imp_99");

    await search(" trade ");
    expect(api.requests[2]?.query.get("query")).toBe("trade");
  });

  test("shows the live fields: choices to choose from, few at first, the organization's own always", async () => {
    const field = { type: "text", group: "contact", choices: null, identifies: false };
    api.on("GET /v5/contact-fields", () => ({
      body: [
        { ...field, key: "email", label: "Email", type: "email", identifies: true },
        { ...field, key: "employmentSeniority", label: "Seniority", type: "choice", choices: ["head", "vp"] },
        { ...field, key: "company.employeesCount", label: "Number of Employees", type: "integer", group: "company" },
        { ...field, key: "customProperties.plan", label: "Plan", group: "custom" },
        { ...field, key: "customProperties.since", label: "Since", type: "date", group: "custom" },
      ],
    }));
    const answer = await node.methods.resourceMapping?.getContactFields?.call(hookContext({ url: api.url }));

    expect(answer).toMatchObject({
      fields: [
        { id: "email", displayName: "Email", type: "string", required: true, removed: false },
        {
          id: "employmentSeniority",
          type: "options",
          required: false,
          removed: true,
          options: [
            { name: "head", value: "head" },
            { name: "vp", value: "vp" },
          ],
        },
        { id: "company.employeesCount", displayName: "Number of Employees", type: "number", removed: true },
        { id: "customProperties.plan", displayName: "Plan", type: "string", removed: false },
        { id: "customProperties.since", type: "dateTime", removed: false },
      ],
    });
  });

  test("is told at once what is wrong, with no second try", async () => {
    api.on("GET /v5/imports", () => apiError(503, "unavailable", "The service restarts.", "Try again shortly."));

    await expect(search()).rejects.toMatchObject({ message: "The service restarts.", httpCode: "503" });
    expect(api.requests).toHaveLength(1);
  });

  test("is told where nothing answers", async () => {
    const context = hookContext({ url: "http://127.0.0.1:9" });
    const failed = node.methods.resourceMapping?.getContactFields?.call(context);

    await expect(failed).rejects.toBeInstanceOf(NodeApiError);
    await expect(failed).rejects.toThrow("No answer from 127.0.0.1:9. Check the base URL");
  });
});
