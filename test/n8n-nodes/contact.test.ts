import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { apiError, type StandInApi } from "../helpers/n8n-api.ts";
import { importAnswer, recordsOf, startContactsApi } from "../helpers/n8n-contacts-api.ts";
import { type ContextOptions, executionContext } from "../helpers/n8n-context.ts";
import { loadNode, NodeApiError, NodeOperationError } from "../helpers/n8n-node.ts";

const node = loadNode("FirstQuadrant");
const batches = "POST /v5/imports/*/contacts/batch";

let api: StandInApi;
beforeEach(async () => {
  api = await startContactsApi();
});
afterEach(() => api.close());

const emails = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ email: `person${index}@example.com` }));

/** The context of a run that maps the field `email`, and what else is said, from the items. */
function contextOf({ parameters, items = [], ...options }: Partial<ContextOptions> = {}) {
  return executionContext({
    url: api.url,
    items,
    parameters: {
      resource: "contact",
      operation: "createOrUpdate",
      import: { mode: "id", value: "imp_1" },
      fields: { mappingMode: "defineBelow", value: (index: number) => items[index] },
      ...parameters,
    },
    ...options,
  });
}

async function run(options: Partial<ContextOptions>) {
  const [output = []] = await node.execute.call(contextOf(options));
  return output;
}

const failureOf = (options: Partial<ContextOptions>) =>
  node.execute.call(contextOf(options)).then(
    () => {
      throw new Error("The run did not fail");
    },
    (error: Error & { description: string; context: { itemIndex?: number }; httpCode?: string }) => error,
  );

describe("batches", () => {
  test("hold 500 items each, and every item gets its own answer, in order", async () => {
    const output = await run({ items: emails(1203) });

    expect(api.received(batches).map((request) => recordsOf(request).length)).toEqual([500, 500, 203]);
    expect(output).toHaveLength(1203);
    for (const [index, { json, pairedItem }] of output.entries()) {
      expect(json).toMatchObject({ outcome: "created", contact: { email: `person${index}@example.com` } });
      expect(pairedItem).toEqual({ item: index });
    }
  });

  test("are cut by their size as well", async () => {
    const bio = "x".repeat(900_000);
    await run({ items: emails(9).map((item) => ({ ...item, bio })) });

    expect(api.received(batches).map((request) => recordsOf(request).length)).toEqual([4, 4, 1]);
  });

  test("hold the items of one import each, when an expression names several", async () => {
    const value = (index: number) => (index % 2 === 0 ? "imp_even" : "imp_odd");
    const output = await run({ items: emails(5), parameters: { import: { mode: "id", value } } });

    expect(api.received(batches).map(({ path }) => path)).toEqual([
      "/v5/imports/imp_even/contacts/batch",
      "/v5/imports/imp_odd/contacts/batch",
    ]);
    expect(output.map(({ json }) => json.import)).toEqual(
      ["imp_even", "imp_odd", "imp_even", "imp_odd", "imp_even"].map((id) => expect.objectContaining({ id })),
    );
    expect(output.map(({ pairedItem }) => pairedItem?.item)).toEqual([0, 1, 2, 3, 4]);
  });

  test("are paired with their items by the index that the answer names, not by its order", async () => {
    api.on(batches, (request) => {
      const reference = { id: "imp_1", name: "Leads", status: "running" };
      const results = recordsOf(request).map(({ contact }, index) => {
        return { index, outcome: "created", contact, import: reference, row: { id: "row" }, changed: [], warnings: [] };
      });
      return { body: { results: results.toReversed(), counts: {} } };
    });
    const output = await run({ items: emails(3) });

    expect(output.map(({ json }) => json.contact)).toEqual(emails(3));
  });

  test("carry the credential's organization and a key that names the write", async () => {
    await run({ items: emails(501) });
    await run({ items: emails(501) });
    await run({ items: emails(501), executionId: "execution-2" });

    const headers = api.received(batches).map((request) => request.headers);
    expect(headers.every((one) => one["firstquadrant-organization-id"] === "org_1")).toBe(true);
    const keys = headers.map((one) => one["idempotency-key"]);
    expect(keys.slice(2, 4)).toEqual(keys.slice(0, 2));
    expect(new Set(keys).size).toBe(4);
  });
});

describe("the import", () => {
  test.each([[{ mode: "list", value: "" }], [{ mode: "list", value: "default" }], [undefined]])(
    "is the one named n8n, found or created and started once, for %j",
    async (chosen) => {
      await run({ items: emails(600), parameters: { import: chosen } });

      const starts = api.received("PUT /v5/imports/start");
      expect(starts.map(({ body }) => body)).toEqual([{ name: "n8n", method: "app", app: "n8n" }]);
      expect(api.received(batches).map(({ path }) => path)).toEqual([
        "/v5/imports/imp_default/contacts/batch",
        "/v5/imports/imp_default/contacts/batch",
      ]);
    },
  );
});

describe("what exists already", () => {
  test("is left alone by Create", async () => {
    await run({ items: emails(1), parameters: { operation: "create" } });

    expect(api.received(batches)[0]?.body).toMatchObject({ onConflict: "createOnly" });
  });

  test("is up to the import for Create or Update", async () => {
    await run({ items: emails(1) });

    expect(api.received(batches)[0]?.body).not.toHaveProperty("onConflict");
  });
});

describe("fields", () => {
  test("of the contact, its company and the organization go where they belong; blank ones are not given", async () => {
    await run({
      items: [
        {
          email: "ada@example.com",
          firstName: "  ",
          lastName: null,
          phone: undefined,
          tags: [],
          "company.name": "Analytical Engines",
          "company.employeesCount": "",
          "customProperties.plan": "team",
          "customProperties.seats": 0,
        },
      ],
    });

    expect(api.received(batches).flatMap(recordsOf)).toEqual([
      {
        contact: { email: "ada@example.com", customProperties: { plan: "team", seats: 0 } },
        company: { name: "Analytical Engines" },
      },
    ]);
  });

  test("of one item never reach the next", async () => {
    await run({ items: [{ email: "a@example.com", phone: "+1", "company.name": "A" }, { email: "b@example.com" }] });

    expect(api.received(batches).flatMap(recordsOf)[1]).toEqual({ contact: { email: "b@example.com" } });
  });

  test("that hold an object are that item's error, by the name that the person sees", async () => {
    const fields = {
      mappingMode: "defineBelow",
      schema: [{ id: "customProperties.plan", displayName: "Plan" }],
      value: { email: "a@example.com", "customProperties.plan": { name: "team" } },
    };
    const error = await failureOf({ items: [{}], parameters: { fields } });

    expect(error).toBeInstanceOf(NodeOperationError);
    expect(error.message).toBe("Plan: an object cannot be stored [item 0]");
    expect(api.requests).toEqual([]);
  });
});

describe("an item that is refused", () => {
  const items = [...emails(3), { email: "nobody" }, ...emails(2)];

  test("is an item's error with Continue On Fail, and the others are complete", async () => {
    const output = await run({ items, continueOnFail: true });

    expect(output.map(({ json }) => json.outcome ?? "failed")).toEqual([
      ...["created", "created", "created"],
      "failed",
      ...["created", "created"],
    ]);
    expect(output[3]).toMatchObject({
      json: {
        error: "Email is not an email address [item 3]",
        details: "Correct the fields and send it again.",
      },
      pairedItem: { item: 3 },
    });
    expect(output[3]?.error).toBeInstanceOf(NodeOperationError);
  });

  test("ends the run without it, naming the item, the field and what is stored", async () => {
    const error = await failureOf({ items: [...emails(500), ...items, ...emails(600)] });

    expect(error).toBeInstanceOf(NodeOperationError);
    expect(error.message).toBe("Email is not an email address [item 503]");
    expect(error.description).toContain("Correct the fields");
    expect(error.description).toContain("999 of 1106 items were taken in");
    expect(error.context.itemIndex).toBe(503);
    expect(api.received(batches)).toHaveLength(2);
  });
});

describe("a request that fails", () => {
  const completed = () =>
    apiError(409, "import_completed", "The import “Leads” is completed.", "Start it again, or choose another import.");

  test("ends the run with the API's own words", async () => {
    api.on(batches, completed);
    const error = await failureOf({ items: emails(2) });

    expect(error).toBeInstanceOf(NodeApiError);
    expect(error.message).toBe("The import “Leads” is completed.");
    expect(error.description).toBe("Start it again, or choose another import.");
    expect(error.httpCode).toBe("409");
  });

  test("is the error of its own items with Continue On Fail", async () => {
    api.on("POST /v5/imports/imp_done/contacts/batch", completed);
    const value = (index: number) => (index === 1 ? "imp_done" : "imp_1");
    const parameters = { import: { mode: "id", value } };
    const output = await run({ items: emails(3), parameters, continueOnFail: true });

    expect(output.map(({ json }) => json.outcome ?? json.error)).toEqual([
      "created",
      "The import “Leads” is completed.",
      "created",
    ]);
  });

  test("with a wrong key says so", async () => {
    api.on(batches, () => apiError(401, "invalid_token", "The API key is not valid.", "Check the key."));
    const error = await failureOf({ items: emails(1) });

    expect(error).toBeInstanceOf(NodeApiError);
    expect(error).toMatchObject({ httpCode: "401", description: "Check the key." });
    expect(error.message).toContain("The API key is not valid.");
  });

  test("is sent again after the wait that the answer asks for, under the same key", async () => {
    const throttled = apiError(429, "rate_limited", "Too many requests.", "Wait.");
    const answers = [throttled, apiError(503, "unavailable", "The service restarts.", "Wait.")];
    api.on(batches, () => {
      const results = [{ index: 0, outcome: "updated", contact: emails(1)[0], import: importAnswer("imp_1") }];
      return { ...(answers.shift() ?? { body: { results } }), headers: { "Retry-After": "1" } };
    });
    const output = await run({ items: emails(1) });

    expect(output[0]?.json.outcome).toBe("updated");
    expect(api.received(batches)).toHaveLength(3);
    expect(new Set(api.received(batches).map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
  });

  test("is not waited for when the wait is out of proportion", async () => {
    api.on(batches, () => ({
      ...apiError(429, "rate_limited", "Too many requests.", "Try again in an hour."),
      headers: { "Retry-After": "3600" },
    }));
    const error = await failureOf({ items: emails(1) });

    expect(error).toMatchObject({ httpCode: "429", description: "Try again in an hour." });
    expect(api.received(batches)).toHaveLength(1);
  });
});
