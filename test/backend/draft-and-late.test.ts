import { readFileSync } from "node:fs";
import path from "node:path";
import type { Import } from "@firstquadrant/core-client";
import { describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { databases } from "../helpers/backend.ts";
import { eventually } from "../helpers/eventually.ts";
import { draftImport, runningBackend, runningImport } from "../helpers/running-backend.ts";

const typeform = JSON.parse(readFileSync(path.join(__dirname, "../fixtures/payloads/typeform.json"), "utf8"));

describe.each(databases)("records that reach an import that does not run (%s)", (database) => {
  const running = runningBackend(database);
  const call = (method: string, path: string, body?: unknown) => send(running.backend, method, `/v5${path}`, body);
  const post = (to: Import, record: unknown) => send(running.backend, "POST", new URL(to.trigger.url).pathname, record);
  const person = (name: string) => ({ contact: { email: `${name}@example.com` } });
  const get = async ({ id }: Import) => (await call("GET", `/imports/${id}`)).body;

  test("a draft keeps the newest twenty as samples, and imports nothing", async () => {
    const draft = await draftImport(running.backend);
    for (let number = 1; number <= 23; number += 1) {
      const answer = await post(draft, person(`sample-${number}`));
      expect(answer.status).toBe(202);
      expect(answer.body).toMatchObject({ outcome: "sampled", import: { id: draft.id, status: "draft" } });
    }
    const samples = await call("GET", `/imports/${draft.id}/samples`);
    expect(samples.body.map(({ record }: { record: unknown }) => record)).toEqual(
      Array.from({ length: 20 }, (_, index) => person(`sample-${23 - index}`)),
    );
    expect(await get(draft)).toMatchObject({ samples: 20, lateRecords: 0, counts: { received: 0 } });
    const many = Array.from({ length: 30 }, (_, index) => person(`many-${index}`));
    expect((await post(draft, many)).status).toBe(202);
    const newest = await call("GET", `/imports/${draft.id}/samples`);
    expect(newest.body).toHaveLength(20);
    expect(newest.body[0].record).toEqual(person("many-29"));
    expect((await call("GET", "/contacts/count?query=sample-")).body).toEqual({ count: 0 });
    expect((await call("GET", `/imports/${draft.id}/rows`)).body).toEqual([]);
  });

  test("a record that is nothing at all is a sample too", async () => {
    const draft = await draftImport(running.backend);
    expect((await post(draft, "null")).status).toBe(202);
    expect((await call("GET", `/imports/${draft.id}/samples`)).body).toMatchObject([{ record: null }]);
  });

  test("the API is told that a draft does not run, and how to start it", async () => {
    const draft = await draftImport(running.backend);
    for (const [where, body] of [
      ["contacts", person("early")],
      ["contacts/batch", { records: [person("early")] }],
    ] as const) {
      const answer = await call("POST", `/imports/${draft.id}/${where}`, body);
      expect(answer.status).toBe(409);
      expect(answer.body).toMatchObject({
        code: "import_not_running",
        description: expect.stringContaining(`POST /imports/${draft.id}/start`),
      });
    }
    expect(await get(draft)).toMatchObject({ samples: 0, counts: { received: 0 } });
  });

  test("what reaches a completed import is kept, and taken in when it runs again, in its order", async () => {
    const completed = await runningImport(running.backend);
    await post(completed, person("in-time"));
    await call("POST", `/imports/${completed.id}/complete`);
    const late = await post(completed, { contact: { email: "late-1@example.com", city: "London" } });
    expect(late.status).toBe(409);
    expect(late.body).toMatchObject({ code: "import_completed", description: expect.stringContaining("kept") });
    await post(completed, [person("late-2"), { contact: { email: "nonsense" } }]);
    await post(completed, { contact: { email: "late-1@example.com", city: "Paris" } });
    const refused = await call("POST", `/imports/${completed.id}/contacts`, person("api"));
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({ code: "import_completed" });
    expect(refused.body.description).not.toContain("kept");
    expect(await get(completed)).toMatchObject({ lateRecords: 4, counts: { received: 1 } });

    await call("POST", `/imports/${completed.id}/start`);
    await eventually(async () =>
      expect(await get(completed)).toMatchObject({
        lateRecords: 0,
        counts: { received: 5, created: 3, updated: 1, rejected: 1 },
      }),
    );
    const found = await call("GET", "/contacts?filter.email.equals=late-1@example.com");
    expect(found.body).toMatchObject([{ city: "Paris" }]);
  });

  test("what was kept survives a restart", async () => {
    const words = { name: "Late and restarted", method: "webhook" };
    const completed: Import = (await call("PUT", "/imports/start", words)).body.import;
    await call("POST", `/imports/${completed.id}/complete`);
    const many = Array.from({ length: 700 }, (_, index) => person(`kept-${index}`));
    await post(completed, many);
    await running.restart();
    expect(await get(completed)).toMatchObject({ lateRecords: 700 });
    await call("PUT", "/imports/start", words);
    await eventually(async () =>
      expect(await get(completed)).toMatchObject({ lateRecords: 0, counts: { received: 700, created: 700 } }),
    );
    expect((await call("GET", "/contacts/count?query=kept-")).body).toEqual({ count: 700 });
  });

  test("samples of any app lead to a proposal, the accepted one runs", async () => {
    const draft = await draftImport(running.backend);
    await post(draft, typeform.payload);
    const [sample] = (await call("GET", `/imports/${draft.id}/samples`)).body;
    expect(sample.record).toEqual(typeform.payload);
    for (const hint of [{}, { app: "typeform" }]) {
      const proposal = await call("POST", "/field-mapping/proposals", { ...hint, samples: [sample.record] });
      expect(proposal.status).toBe(200);
      expect(proposal.body.fieldMapping).toHaveProperty("email");
      const mapped = await call("PATCH", `/imports/${draft.id}`, { fieldMapping: proposal.body.fieldMapping });
      expect(mapped.body.fieldMapping).toEqual(proposal.body.fieldMapping);
    }
    expect(await get(draft)).toMatchObject({ status: "draft", counts: { received: 0 } });
    await call("POST", `/imports/${draft.id}/start`);
    const taken = await post(draft, typeform.payload);
    expect(taken.body).toMatchObject({ outcome: "created", contact: typeform.expected.contact });
  });
});
