import { readFileSync } from "node:fs";
import path from "node:path";
import { importFileSchema, importRunSchema, previewSchema } from "@firstquadrant/core-client/schemas";
import { describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { createStorage, databases, startBackend } from "../helpers/backend.ts";
import { eventually } from "../helpers/eventually.ts";
import { putFile, uploadImport } from "../helpers/file-upload.ts";
import { runningBackend } from "../helpers/running-backend.ts";

const csv = (name: string) => readFileSync(path.join(__dirname, "../fixtures/csv", name));

describe.each(databases)("files (%s)", (database) => {
  const running = runningBackend(database);

  async function makeUpload(name: string): Promise<string> {
    return uploadImport(running.backend, { name, fieldMapping: undefined });
  }

  const upload = (importId: string, bytes: Buffer | string, query = "") =>
    putFile(running.backend, importId, new Uint8Array(Buffer.from(bytes)), { query });

  const get = async (importId: string) => (await send(running.backend, "GET", `/v5/imports/${importId}`)).body;

  async function whenCompleted(importId: string) {
    return eventually(async () => {
      const found = await get(importId);
      expect(found.status).toBe("completed");
      return found;
    });
  }

  /** Uploads, accepts what the preview proposes, starts, and waits for the end. */
  async function importFile(name: string, bytes: Buffer | string, more: object = {}) {
    const importId = await makeUpload(name);
    expect((await upload(importId, bytes)).status).toBe(200);
    const tried = (await send(running.backend, "POST", `/v5/imports/${importId}/preview`, {})).body;
    await send(running.backend, "PATCH", `/v5/imports/${importId}`, { fieldMapping: tried.fieldMapping, ...more });
    const started = await send(running.backend, "POST", `/v5/imports/${importId}/start`);
    expect(started.body).toMatchObject({ status: "running" });
    return { importId, tried, ended: await whenCompleted(importId) };
  }

  test("with quotes, a BOM and lines within values: what the preview says is what happens", async () => {
    const { importId, tried, ended } = await importFile("Quotes", csv("bom-quotes.csv"));
    expect(previewSchema.safeParse(tried).error).toBeUndefined();
    expect(tried.file).toMatchObject({ encoding: "utf-8", delimiter: ",", headerRow: 1 });
    expect(tried.rows.map(({ outcome }: { outcome: string }) => outcome)).toEqual(["created", "updated", "rejected"]);
    expect(ended.counts).toEqual(tried.counts);
    expect(ended.counts).toMatchObject({ received: 3, created: 1, updated: 1, rejected: 1 });
    expect(ended.lastRun).toMatchObject({ status: "finished", recordsDone: 3, error: null, counts: ended.counts });
    const rows = (await send(running.backend, "GET", `/v5/imports/${importId}/rows?filter.outcome.equals=rejected`))
      .body;
    expect(rows[0].input).toMatchObject({ Email: "bad-address" });
  });

  test("of Google's contacts: each column finds its field", async () => {
    const { ended } = await importFile("Google", csv("google-contacts.csv"));
    expect(ended.counts).toMatchObject({ received: 4, created: 3, rejected: 1 });
    const [sofia] = (await send(running.backend, "GET", "/v5/contacts?filter.email.equals=sofia.ramirez@example.mx"))
      .body;
    expect(sofia).toMatchObject({
      firstName: "Sofía",
      lastName: "Ramírez",
      phone: "+525512345678",
      employmentTitle: "Dueña",
      countryCode: "MX",
      company: { name: "Café Azul", domain: "cafeazul.example" },
    });
  });

  test("whose encoding is a guess is not started until a person says it", async () => {
    const importId = await makeUpload("Latin");
    const { body: file } = await upload(importId, csv("semicolon-latin1.csv"), "?name=kunden.csv");
    expect(importFileSchema.safeParse(file).error).toBeUndefined();
    expect(file.format).toMatchObject({ encoding: "windows-1252", delimiter: ";", confidence: { encoding: 0.5 } });
    const tried = (await send(running.backend, "POST", `/v5/imports/${importId}/preview`, {})).body;
    await send(running.backend, "PATCH", `/v5/imports/${importId}`, { fieldMapping: tried.fieldMapping });

    const refused = await send(running.backend, "POST", `/v5/imports/${importId}/start`);
    expect(refused).toMatchObject({ status: 422, body: { details: [{ field: "encoding" }] } });
    expect(await get(importId)).toMatchObject({ status: "draft" });

    const said = { encoding: "windows-1252" };
    expect((await send(running.backend, "PATCH", `/v5/imports/${importId}/files/${file.id}`, said)).status).toBe(200);
    await send(running.backend, "POST", `/v5/imports/${importId}/start`);
    expect((await whenCompleted(importId)).counts).toMatchObject({ received: 2, created: 2 });
    const [elodie] = (await send(running.backend, "GET", "/v5/contacts?filter.email.equals=elodie.lefevre@example.fr"))
      .body;
    expect(elodie).toMatchObject({
      firstName: "Élodie",
      lastName: "Lefèvre",
      phone: "+33123456789",
      countryCode: "FR",
    });
  });

  test("without an accepted mapping is not started; other methods take no files", async () => {
    const importId = await makeUpload("Unmapped");
    await upload(importId, "Email\nx@example.com\n");
    const refused = await send(running.backend, "POST", `/v5/imports/${importId}/start`);
    expect(refused).toMatchObject({ status: 422, body: { details: [{ field: "fieldMapping" }] } });

    const webhook = (await send(running.backend, "POST", "/v5/imports", { name: "No files", method: "webhook" })).body;
    expect(await upload(webhook.id, "Email\nx@example.com\n")).toMatchObject({ status: 422 });
    expect(await upload(importId, "")).toMatchObject({ status: 422 });
    expect(await upload("imp_none", "Email\n")).toMatchObject({ status: 404 });
  });

  test("with bad rows: each is rejected with its line, and the rest goes in", async () => {
    const text = 'Email,Name\na@bad.example,A\nb@bad.example,B,too,many\n"c@bad.example" x,C\nd@bad.example,D\n';
    const { importId, ended } = await importFile("Bad rows", text);
    expect(ended.counts).toMatchObject({ received: 4, rejected: 2, created: 2 });
    const rows = (
      await send(running.backend, "GET", `/v5/imports/${importId}/rows?filter.outcome.equals=rejected&sort=asc`)
    ).body;
    expect(rows[0].errors[0].message).toBe("line 3 has 4 values for 2 columns");
    expect(rows[0].input).toMatchObject({ Email: "b@bad.example", "Extra 1": "too" });
  });

  test("sent again is the same file, and a further file is a further run", async () => {
    const { importId } = await importFile("Twice", "Email\none@twice.example\n");
    const again = await upload(importId, "Email\none@twice.example\n");
    const other = await upload(importId, "Email\ntwo@twice.example\n");
    expect(other.body.id).not.toBe(again.body.id);
    expect((await send(running.backend, "GET", `/v5/imports/${importId}/files`)).body).toHaveLength(2);
    await send(running.backend, "POST", `/v5/imports/${importId}/start`);
    const ended = await whenCompleted(importId);
    expect(ended.counts).toMatchObject({ received: 2, created: 2 });
    const runs = (await send(running.backend, "GET", `/v5/imports/${importId}/runs`)).body;
    expect(runs).toHaveLength(2);
    for (const run of runs) expect(importRunSchema.safeParse(run).error).toBeUndefined();
    const events = (
      await send(
        running.backend,
        "GET",
        `/v5/events?filter.importId.equals=${importId}&filter.type.equals=import.run_finished`,
      )
    ).body;
    expect(events).toHaveLength(2);
  });
});

describe.each(databases)("a process killed in the middle of a file (%s)", (database) => {
  test("goes on from its last committed place: each record is taken in once", async () => {
    const storage = await createStorage(database);
    let backend = await startBackend(storage);
    const { apiKey } = backend;
    const records = 20_000;
    const lines = Array.from({ length: records }, (_, index) => `p${index}@file.example,Person ${index}`);
    const importId = await uploadImport(backend);
    await putFile(backend, importId, `Email,Name\n${lines.join("\n")}\n`);
    await send(backend, "POST", `/v5/imports/${importId}/start`);
    const counts = async () => (await send({ ...backend, apiKey }, "GET", `/v5/imports/${importId}`)).body;
    for (const least of [1, 4000]) {
      await eventually(async () => expect((await counts()).counts.received).toBeGreaterThanOrEqual(least), {
        timeoutMs: 60_000,
        everyMs: 10,
      });
      await backend.kill();
      backend = await startBackend(storage);
    }
    const ended = await eventually(
      async () => {
        const found = await counts();
        expect(found.status).toBe("completed");
        return found;
      },
      { timeoutMs: 120_000, everyMs: 250 },
    );
    expect(ended.counts).toMatchObject({ received: records, created: records });
    expect(ended.lastRun).toMatchObject({ status: "finished", recordsDone: records });
    const found = await send({ ...backend, apiKey }, "GET", `/v5/contacts/count?filter.importId.equals=${importId}`);
    expect(found.body).toEqual({ count: records });
    await backend.stop();
    await storage.remove();
  }, 240_000);
});
