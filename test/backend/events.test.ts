import type { Event } from "@firstquadrant/core-client";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { type Backend, createStorage, databases, type Storage, startBackend } from "../helpers/backend.ts";

describe.each(databases)("events on the database %s", (database) => {
  let storage: Storage;
  let backend: Backend;
  let importId: string;
  let all: Event[];

  const call = (method: string, path: string, body?: unknown) => send(backend, method, path, body);
  const events = async (query: string): Promise<Event[]> => {
    const { status, body } = await call("GET", `/v5/events?${query}`);
    expect({ status, body }).toMatchObject({ status: 200 });
    return body;
  };
  const idsOf = (list: readonly { id: string }[]) => list.map(({ id }) => id);

  beforeAll(async () => {
    storage = await createStorage(database);
    backend = await startBackend(storage);
    const { body } = await call("POST", "/v5/imports", { name: "told", method: "app", app: "zapier" });
    importId = body.id;
    await call("POST", `/v5/imports/${importId}/start`);
    await call("POST", `/v5/imports/${importId}/contacts/batch`, {
      records: [
        {
          contact: { email: "ada@example.com", firstName: "Ada" },
          company: { name: "Analytical", domain: "a.example" },
        },
        { contact: { email: "ada@example.com", lastName: "Lovelace" } },
        { contact: { email: "ada@example.com", lastName: "Lovelace" } },
        { contact: { email: "nobody", firstName: "No" } },
      ],
    });
    await call("POST", `/v5/imports/${importId}/complete`);
    all = await events(`filter.importId.equals=${importId}`);
  });

  afterAll(async () => {
    await backend?.stop();
    await storage?.remove();
  });

  test("are listed from the newest on; a record that changed nothing is none", () => {
    expect(all.map(({ type }) => type)).toEqual([
      "import.status_changed",
      "contact.rejected",
      "contact.imported",
      "contact.imported",
      "import.status_changed",
    ]);
    for (const { id } of all) expect(id).toMatch(/^evt_[0-9a-z]{26}$/);
  });

  test("tell the whole of what happened", async () => {
    const [completed, rejected, updated, created] = all;
    const reference = { id: importId, name: "told", status: "completed" };
    expect(completed?.data).toMatchObject({
      previousStatus: "running",
      status: "completed",
      import: { ...reference, counts: { received: 4, created: 1, updated: 1, unchanged: 1, rejected: 1 } },
    });
    const rows = (await call("GET", `/v5/imports/${importId}/rows`)).body;
    const row = rows.find(({ outcome }: { outcome: string }) => outcome === "rejected");
    expect(rejected?.data).toEqual({ row, import: reference, errors: row.errors });
    expect(rejected?.id.replace("evt_", "row_")).toBe(row.id);
    expect(row.errors).toMatchObject([{ field: "email" }]);
    const contact = (await call("GET", "/v5/contacts?filter.email.equals=ada@example.com")).body[0];
    const changed = expect.arrayContaining(["lastName"]);
    expect(updated?.data).toMatchObject({ contact, import: reference, outcome: "updated", changed });
    expect(created?.data).toMatchObject({
      contact: { id: contact.id, firstName: "Ada", company: { name: "Analytical" } },
      outcome: "created",
    });
  });

  test("can be had one by one", async () => {
    for (const event of all) expect((await call("GET", `/v5/events/${event.id}`)).body).toEqual(event);
    expect((await call("GET", "/v5/events/evt_00000000000000000000000000")).status).toBe(404);
  });

  test.each([
    ["filter.type.equals=import.status_changed", 2],
    ["filter.type.in=import.status_changed,subscription.disabled", 2],
    ["filter.type.in=import.status_changed,contact.rejected", 3],
    ["filter.type.equals=contact.imported", 2],
    ["filter.type.not=contact.imported", 3],
    ["filter.type.startsWith=contact.", 3],
    ["filter.status.equals=running", 1],
    ["filter.app.equals=zapier", 5],
    ["filter.app.equals=n8n", 0],
  ])("are found by %s", async (filter, count) => {
    const query = `filter.importId.equals=${importId}&${filter}`;
    expect(await events(query)).toHaveLength(count);
    expect((await call("GET", `/v5/events/count?${query}`)).body).toEqual({ count });
  });

  test("are found by their time", async () => {
    const times = all.map(({ createdAt }) => createdAt);
    for (const time of times) {
      const query = `filter.importId.equals=${importId}&filter.createdAt`;
      const later = all.filter(({ createdAt }) => createdAt >= time);
      expect(await events(`${query}.gte=${time}`)).toEqual(later);
      expect(await events(`${query}.gt=${time}`)).toEqual(later.filter(({ createdAt }) => createdAt > time));
      expect(await events(`${query}.lt=${time}`)).toEqual(all.filter(({ createdAt }) => createdAt < time));
    }
    expect(await call("GET", "/v5/events?filter.createdAt.gte=yesterday")).toMatchObject({ status: 400 });
  });

  test("come page by page, in both orders and both directions", async () => {
    const of = `filter.importId.equals=${importId}`;
    expect(await events(`${of}&sort=asc`)).toEqual(all.toReversed());
    const first = await events(`${of}&limit=2`);
    const second = await events(`${of}&limit=2&startingAfter=${first[1]?.id}`);
    const third = await events(`${of}&limit=2&startingAfter=${second[1]?.id}`);
    expect(idsOf([...first, ...second, ...third])).toEqual(idsOf(all));
    expect(await events(`${of}&limit=2&endingBefore=${third[0]?.id}`)).toEqual(second);
    const typed = `${of}&filter.type.equals=import.status_changed&limit=1`;
    expect(await events(`${typed}&startingAfter=${all[0]?.id}`)).toEqual([all[4]]);
    const timed = `${of}&filter.createdAt.gte=${all[4]?.createdAt}&limit=2`;
    expect(await events(`${timed}&startingAfter=${first[1]?.id}`)).toEqual(second);
  });

  test("of an import that was deleted go on to be told, without it", async () => {
    const { body } = await call("PUT", "/v5/imports/start", { name: "deleted", method: "app", app: "n8n" });
    const deletedId = body.import.id;
    await call("POST", `/v5/imports/${deletedId}/contacts`, { contact: { email: "kept@example.com" } });
    await call("POST", `/v5/imports/${deletedId}/contacts`, { contact: { email: "none" } });
    await call("POST", `/v5/imports/${deletedId}/complete`);
    expect((await call("DELETE", `/v5/imports/${deletedId}`)).status).toBeLessThan(300);
    const told = await events(`filter.importId.equals=${deletedId}&filter.type.startsWith=contact.`);
    expect(told).toMatchObject([
      { type: "contact.rejected", data: { import: null, row: { importId: deletedId } } },
      { type: "contact.imported", data: { import: null, contact: { email: "kept@example.com" } } },
    ]);
  });

  test("of a contact that was added by hand name no import", async () => {
    const { status, body } = await call("POST", "/v5/contacts", { email: "by-hand@example.com" });
    expect(status).toBe(201);
    const told = await events("filter.type.equals=contact.imported&limit=1");
    expect(told).toMatchObject([{ data: { contact: { id: body.id }, import: null, outcome: "created" } }]);
  });
});
