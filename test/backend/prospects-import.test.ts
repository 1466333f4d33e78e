import type { Import, ImportInput } from "@firstquadrant/core-client";
import { importRunSchema, importSchema, previewSchema } from "@firstquadrant/core-client/schemas";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { addKey } from "../helpers/add-key.ts";
import { send } from "../helpers/api.ts";
import { type Backend, createStorage, databases, type Storage, startBackend } from "../helpers/backend.ts";
import { eventually } from "../helpers/eventually.ts";
import { prospectsCommand } from "../helpers/prospects-command.ts";

const german = { search: { filters: { "country.equals": "DE" } }, limit: 20 };

describe.each(databases)("an import of prospects (%s)", (database) => {
  let storage: Storage;
  let backend: Backend;
  let germans = 0;

  beforeAll(async () => {
    storage = await createStorage(database);
    backend = await startBackend(storage);
    germans = (await call("GET", "/prospects/count?filter.country.equals=DE")).body.count;
  }, 120_000);

  afterAll(async () => {
    await backend?.stop();
    await storage?.remove();
  });

  const call = (method: string, path: string, body?: unknown) => send(backend, method, `/v5${path}`, body);
  const make = async (input: Partial<ImportInput> & { name: string }): Promise<Import> => {
    const answer = await call("POST", "/imports", { method: "prospect", ...input });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual(importSchema.parse(answer.body));
    return answer.body;
  };

  /** Starts it, and waits for the end of the run. */
  async function run(id: string): Promise<Import> {
    const before = (await call("GET", `/imports/${id}`)).body.lastRun?.id ?? null;
    expect(await call("POST", `/imports/${id}/start`)).toMatchObject({ status: 200 });
    return eventually(
      async () => {
        const found = (await call("GET", `/imports/${id}`)).body;
        expect(found).toMatchObject({ status: "completed", lastRun: { status: "finished" } });
        expect(found.lastRun.id).not.toBe(before);
        return found;
      },
      { timeoutMs: 30_000 },
    );
  }

  test("takes in as many as it may, as contacts with their companies and addresses", async () => {
    const { id, prospects } = await make({ name: "Some", prospects: german });
    expect(prospects).toEqual(german);
    const ended = await run(id);
    expect(ended.counts).toMatchObject({ received: 20, created: 20 });
    expect(ended.lastRun).toMatchObject({ recordsDone: 20, fileId: null });
    const runs = (await call("GET", `/imports/${id}/runs`)).body;
    expect(runs).toEqual([importRunSchema.parse(runs[0])]);
    const contacts = (await call("GET", `/contacts?filter.importId.equals=${id}&limit=100`)).body;
    expect(contacts).toHaveLength(20);
    for (const contact of contacts) {
      expect(contact).toMatchObject({
        email: expect.stringMatching(/^[a-z]+\.[a-z]+\d+@.+\.example$/),
        countryCode: "DE",
        employmentTitle: expect.any(String),
        company: { domain: expect.stringMatching(/\.example$/), employeesCount: expect.any(Number) },
      });
    }
    const finished = await call("GET", `/events?filter.importId.equals=${id}&filter.type.equals=import.run_finished`);
    expect(finished.body).toHaveLength(1);
  });

  test("takes in at each run only whom it has not taken before, until there are no more", async () => {
    const { id } = await make({ name: "Again", prospects: { ...german, limit: germans - 10 } });
    expect((await run(id)).counts).toMatchObject({ received: germans - 10 });
    expect((await run(id)).counts).toMatchObject({ received: germans });
    expect((await run(id)).lastRun?.counts).toMatchObject({ received: 0 });
    const rows = await call("GET", `/imports/${id}/rows/count`);
    expect(rows.body).toEqual({ count: germans });
  });

  test("works by the import's policy and questions", async () => {
    const qualification = [
      {
        text: "More than 200 employees?",
        target: "company",
        rule: { field: "employeesCount", operator: "gt", value: 200 },
        expect: "yes",
      },
    ] satisfies ImportInput["qualification"];
    const search = {
      query: "manager",
      filters: { "country.equals": "US", "companySize.in": ["51-200", "201-500"] },
    } as const;
    const large = { ...search.filters, "companySize.in": ["201-500"] };
    const size = async (filters: Record<string, unknown>) => {
      const query = Object.entries(filters).map(([name, value]) => `filter.${name}=${value}`);
      return (await call("GET", `/prospects/count?query=manager&${query.join("&")}`)).body.count;
    };
    const { id } = await make({
      name: "Questions",
      qualification,
      prospects: {
        search: { ...search, filters: { ...search.filters, "companySize.in": ["51-200", "201-500"] } },
        limit: 1000,
      },
    });
    const created = await size(large);
    const all = await size(search.filters);
    expect((await run(id)).counts).toMatchObject({ received: all, created, unqualified: all - created });
  });

  test("takes whom it took again after an undo", async () => {
    const { id } = await make({
      name: "Undone",
      prospects: { search: { filters: { "country.equals": "SE" } }, limit: 5 },
    });
    const first = await run(id);
    const undone = await call("POST", `/imports/${id}/undo`, { runId: first.lastRun?.id });
    expect(undone.body.reversed).toMatchObject({ contactsRemoved: 5 });
    const emails = async (runId: string | undefined) => {
      const rows: { input: { contact: { email: string } }; id: string }[] = (
        await call("GET", `/imports/${id}/rows?limit=100`)
      ).body;
      expect(runId).toBeDefined();
      return rows.map(({ input }) => input.contact.email);
    };
    const second = await run(id);
    expect(second.lastRun?.counts).toMatchObject({ received: 5, created: 5 });
    const taken = await emails(second.lastRun?.id);
    expect(new Set(taken).size).toBe(5);
    expect(taken).toHaveLength(10);
  });

  test("is recurring: it stays running, and each time takes those that it has not taken", async () => {
    const { id } = await make({
      name: "Each day",
      mode: "recurring",
      schedule: { cron: "0 9 * * *", timeZone: "Europe/Berlin" },
      prospects: { search: { filters: { "country.equals": "FR" } }, limit: 5 },
    });
    expect((await call("POST", `/imports/${id}/start`)).status).toBe(200);
    for (const received of [5, 10]) {
      await eventually(async () => {
        const found = (await call("GET", `/imports/${id}`)).body;
        expect(found).toMatchObject({
          status: "running",
          counts: { received, created: received },
          lastRun: { status: "finished", counts: { received: 5, created: 5 } },
        });
      });
      if (received === 5) expect((await call("POST", `/imports/${id}/run`)).status).toBe(200);
    }
    expect((await call("GET", `/imports/${id}/runs`)).body).toHaveLength(2);
  });

  test("shows in a preview what would come of the first, without their addresses, and stores nothing", async () => {
    const { id } = await make({
      name: "Preview",
      prospects: { search: { filters: { "country.equals": "NG" } }, limit: 3 },
    });
    const shown = await call("POST", `/imports/${id}/preview`, {});
    expect(shown.status).toBe(200);
    expect(shown.body).toEqual(previewSchema.parse(shown.body));
    expect(shown.body).toMatchObject({ fieldMapping: null, file: null, counts: { received: 3, created: 3 } });
    for (const { contact } of shown.body.rows) {
      expect(contact).toMatchObject({ id: null, countryCode: "NG", email: expect.stringMatching(/^…@.+\.example$/) });
    }
    const ended = await run(id);
    const names = (rows: { contact: { name: string } }[]) => rows.map(({ contact }) => contact.name).toSorted();
    const rows = (await call("GET", `/imports/${id}/rows`)).body;
    expect(names(rows)).toEqual(names(shown.body.rows));
    expect(ended.counts.received).toBe(3);
  });

  test("is changed at any time; what is started without a search is refused", async () => {
    const { id } = await make({ name: "Later" });
    for (const answer of [
      await call("POST", `/imports/${id}/start`),
      await call("PUT", "/imports/start", { name: "Later", method: "prospect" }),
      await call("PUT", "/imports/start", { name: "Never made", method: "prospect" }),
    ]) {
      expect(answer).toMatchObject({
        status: 422,
        body: { code: "validation_error", details: [{ field: "prospects" }] },
      });
      expect(answer.body.description).toContain("PATCH /imports/{id}");
    }
    expect((await call("GET", "/imports?query=Never made")).body).toEqual([]);
    const search = { query: "director", filters: { "city.in": ["Berlin", "Hamburg"] } };
    const changed = await call("PATCH", `/imports/${id}`, { prospects: { search, limit: 7 } });
    expect(changed.body).toMatchObject({ status: "draft", prospects: { search, limit: 7 } });
    const started = await call("PUT", "/imports/start", { name: "Later", method: "prospect" });
    expect(started.body).toMatchObject({ outcome: "started", import: { id } });
  });

  test.each([
    [{ search: { filters: { "shoeSize.equals": "42" } }, limit: 5 }, "prospects.search.filters.shoeSize.equals"],
    [{ search: { filters: { "seniority.in": ["boss"] } }, limit: 5 }, "prospects.search.filters.seniority.in.0"],
    [{ search: { query: "?" }, limit: 5 }, "prospects.search.query"],
    [{ search: {}, limit: 0 }, "prospects.limit"],
    [{ search: {}, limit: 100_001 }, "prospects.limit"],
    [{ search: {} }, "prospects.limit"],
    [{ limit: 5 }, "prospects.search"],
  ])("is not made of %j", async (prospects, field) => {
    const answer = await call("POST", "/imports", { name: "Wrong", method: "prospect", prospects });
    expect(answer).toMatchObject({ status: 422, body: { code: "validation_error", details: [{ field }] } });
  });

  test("no other method takes prospects", async () => {
    const webhook = await call("POST", "/imports", { name: "Hook", method: "webhook", prospects: german });
    expect(webhook).toMatchObject({ status: 422, body: { details: [{ field: "prospects" }] } });
    const { id } = (await call("POST", "/imports", { name: "Hook", method: "webhook" })).body;
    const patched = await call("PATCH", `/imports/${id}`, { prospects: german });
    expect(patched).toMatchObject({ status: 422, body: { details: [{ field: "prospects" }] } });
  });

  // Last, since an embedded database is filled by another process.
  test("takes in whoever came since, and nobody else", async () => {
    const { id } = await make({ name: "New ones", prospects: { ...german, limit: 1000 } });
    expect((await run(id)).counts).toMatchObject({ received: germans });
    const { apiKey } = backend;
    await backend.stop();
    expect(await prospectsCommand(storage, "generate", "500")).toMatchObject({ code: 0 });
    backend = { ...(await startBackend(storage)), apiKey };
    const now = (await call("GET", "/prospects/count?filter.country.equals=DE")).body.count;
    expect(now).toBeGreaterThan(germans);
    expect((await run(id)).lastRun?.counts).toMatchObject({ received: now - germans, created: now - germans });
  }, 120_000);
});

// Keys are made in the database itself, which only PostgreSQL lets others into beside the backend.
(databases.includes("postgres") ? describe : describe.skip)("prospects of two organizations", () => {
  test("what one takes in the other can take in as well, and sees nothing of", async () => {
    const storage = await createStorage("postgres");
    const one = await startBackend(storage);
    const other = await addKey(one, storage, { scopes: ["urn:firstquadrant:*:*:write"] });
    const take = async (who: Backend) => {
      const made = await send(who, "POST", "/v5/imports", { name: "Germans", method: "prospect", prospects: german });
      await send(who, "POST", `/v5/imports/${made.body.id}/start`);
      return eventually(async () => {
        const found = (await send(who, "GET", `/v5/imports/${made.body.id}`)).body;
        expect(found).toMatchObject({ status: "completed", counts: { received: 20, created: 20 } });
        return found.id;
      });
    };
    await take(one);
    expect((await send(other, "GET", "/v5/contacts")).body).toEqual([]);
    await take(other);
    for (const who of [one, other]) {
      expect((await send(who, "GET", "/v5/contacts/count")).body).toEqual({ count: 20 });
    }
    await one.stop();
    await storage.remove();
  }, 60_000);
});
