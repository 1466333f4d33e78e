import { readFileSync } from "node:fs";
import path from "node:path";
import { previewSchema } from "@firstquadrant/core-client/schemas";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { type Backend, createStorage, databases, type Storage, startBackend } from "../helpers/backend.ts";
import { putFile } from "../helpers/file-upload.ts";

const typeform = JSON.parse(readFileSync(path.join(__dirname, "../fixtures/payloads/typeform.json"), "utf8"));

describe.each(databases)("a preview (%s)", (database) => {
  let storage: Storage;
  let backend: Backend;
  let importId: string;

  beforeAll(async () => {
    storage = await createStorage(database);
    backend = await startBackend(storage);
    importId = (await send(backend, "PUT", "/v5/imports/start", { name: "Tried", method: "webhook" })).body.import.id;
  });

  afterAll(async () => {
    await backend?.stop();
    await storage?.remove();
  });

  const records = [
    { contact: { email: "new@example.com", name: "New Person" } },
    { contact: { email: "NEW@example.com", city: "Berlin" } },
    { contact: { email: "no address" } },
    { contact: { email: "zone@example.com", timeZone: "Mars/Olympus" } },
  ];

  test("says of each record what a real run then does to it", async () => {
    const tried = await send(backend, "POST", `/v5/imports/${importId}/preview`, { records });
    expect(tried.status).toBe(200);
    expect(previewSchema.safeParse(tried.body).error).toBeUndefined();

    const taken = await send(backend, "POST", `/v5/imports/${importId}/contacts/batch`, { records });
    const outcomesOf = (items: { outcome: string }[]) => items.map(({ outcome }) => outcome);
    expect(outcomesOf(tried.body.rows)).toEqual(["created", "updated", "rejected", "created"]);
    expect(outcomesOf(tried.body.rows)).toEqual(outcomesOf(taken.body.results));
    expect(tried.body.counts).toEqual(taken.body.counts);
    for (const [index, row] of tried.body.rows.entries()) {
      const { contact, error, changed } = taken.body.results[index];
      expect(row.errors).toEqual(error?.details ?? []);
      if (row.outcome === "rejected") continue;
      const { id: _id, createdAt: _created, updatedAt: _updated, ...fields } = contact;
      expect(row.contact).toMatchObject(fields);
      expect(row.changed).toEqual(changed);
    }
    expect(tried.body.rows[0].contact.id).toBeNull();
    expect(tried.body.rows[3].warnings[0]).toMatchObject({ field: "timeZone" });
  });

  test("tries an upload's file when it is asked for nothing in particular, without a body", async () => {
    const { body: upload } = await send(backend, "POST", "/v5/imports", { name: "Bare", method: "upload" });
    await putFile(backend, upload.id, "Email,Full Name\nbare@example.com,Bare Person\n");
    const tried = await send(backend, "POST", `/v5/imports/${upload.id}/preview`);
    expect(tried.status).toBe(200);
    expect(tried.body).toMatchObject({
      fieldMapping: { email: "Email", name: "Full Name" },
      counts: { received: 1, created: 1 },
    });
  });

  test("stores nothing, on a draft neither", async () => {
    const draft = (await send(backend, "POST", "/v5/imports", { name: "Draft", method: "webhook" })).body;
    const tried = await send(backend, "POST", `/v5/imports/${draft.id}/preview`, {
      records: [{ contact: { email: "ghost@example.com" } }],
    });
    expect(tried.body.counts).toMatchObject({ received: 1, created: 1 });
    const after = (await send(backend, "GET", `/v5/imports/${draft.id}`)).body;
    expect(after.counts).toMatchObject({ received: 0 });
    const contacts = await send(backend, "GET", "/v5/contacts/count?filter.email.equals=ghost@example.com");
    expect(contacts.body).toEqual({ count: 0 });
  });

  test("reads records in the API's own shape as they are, as a real run does, where there is no mapping", async () => {
    const draft = (await send(backend, "POST", "/v5/imports", { name: "Own shape", method: "app", app: "zapier" }))
      .body;
    const record = { contact: { email: "own@example.com" }, company: { name: "Own" }, clear: ["phone"] };
    const tried = await send(backend, "POST", `/v5/imports/${draft.id}/preview`, { records: [record] });
    expect(tried.body).toMatchObject({
      fieldMapping: null,
      rows: [{ outcome: "created", contact: { email: "own@example.com", company: { name: "Own" } }, warnings: [] }],
    });
  });

  test("tries the proposal where the import has no mapping, and a given mapping before any other", async () => {
    const draft = (await send(backend, "POST", "/v5/imports", { name: "Typeform", method: "webhook" })).body;
    const proposed = await send(backend, "POST", `/v5/imports/${draft.id}/preview`, { records: [typeform.payload] });
    expect(proposed.body.fieldMapping.email).toBeDefined();
    expect(proposed.body.rows[0]).toMatchObject({ outcome: "created", contact: { email: "zoe.angstrom@example.com" } });

    const given = await send(backend, "POST", `/v5/imports/${draft.id}/preview`, {
      records: [{ who: "given@example.com" }],
      fieldMapping: { email: "who" },
    });
    expect(given.body.rows[0]).toMatchObject({ outcome: "created", contact: { email: "given@example.com" } });
    expect((await send(backend, "GET", `/v5/imports/${draft.id}`)).body.fieldMapping).toBeNull();
  });

  test("of an import that is not there is 404, without records 422", async () => {
    expect((await send(backend, "POST", "/v5/imports/imp_none/preview", { records })).status).toBe(404);
    expect((await send(backend, "POST", `/v5/imports/${importId}/preview`, { records: [] })).status).toBe(422);
  });
});
