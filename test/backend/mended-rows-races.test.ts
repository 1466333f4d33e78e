import type { Event, Import } from "@firstquadrant/core-client";
import { describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { type Backend, createStorage, databases, startBackend } from "../helpers/backend.ts";
import { eventually } from "../helpers/eventually.ts";

const fieldMapping = { email: "Email", name: "Name" };

/** The rejected rows of an import as a person would mend them: every address gets what it lacks. */
async function mendedRows(backend: Backend, id: string, domain: string): Promise<string> {
  const answer = await fetch(`${backend.url}/v5/imports/${id}/rows.csv?filter.outcome.equals=rejected`, {
    headers: { Authorization: `Bearer ${backend.apiKey}` },
  });
  return (await answer.text()).replace(/,(p\d+),/g, `,$1@${domain},`);
}

const upload = (backend: Backend, id: string, text: string) =>
  send(backend, "PUT", `/v5/imports/${id}/file`, text, { "Content-Type": "text/csv" });

const get = async (backend: Backend, id: string): Promise<Import> =>
  (await send(backend, "GET", `/v5/imports/${id}`)).body;

/** An import whose records are all rejected, and that stays open. */
async function allRejected(backend: Backend, records: number): Promise<string> {
  const input = { name: "Rejected", method: "upload", mode: "continuous", fieldMapping };
  const { id } = (await send(backend, "POST", "/v5/imports", input)).body;
  const lines = Array.from({ length: records }, (_, index) => `p${index},Person ${index}`);
  expect((await upload(backend, id, `Email,Name\n${lines.join("\n")}\n`)).status).toBe(200);
  await send(backend, "POST", `/v5/imports/${id}/start`);
  await whenRunsEnded(backend, id);
  expect((await get(backend, id)).counts).toMatchObject({ received: records, rejected: records });
  return id;
}

async function whenRunsEnded(backend: Backend, id: string): Promise<void> {
  await eventually(
    async () => {
      const runs: { status: string }[] = (await send(backend, "GET", `/v5/imports/${id}/runs`)).body;
      expect(runs.map(({ status }) => status)).toEqual(runs.map(() => "finished"));
    },
    { timeoutMs: 60_000 },
  );
}

async function countEvents(backend: Backend, id: string, type: Event["type"]): Promise<number> {
  const filters = `filter.importId.equals=${id}&filter.type.equals=${type}`;
  return (await send(backend, "GET", `/v5/events/count?${filters}`)).body.count;
}

describe.each(databases)("rows that are mended at once (%s)", (database) => {
  test("by two files are each mended by one of them", async () => {
    const storage = await createStorage(database);
    const first = await startBackend(storage);
    // Where processes share a database, another works on the second file at the same time.
    const second = database === "postgres" ? { ...(await startBackend(storage)), apiKey: first.apiKey } : first;
    const records = 600;
    const id = await allRejected(first, records);
    const [one, other] = [await mendedRows(first, id, "one.example"), await mendedRows(first, id, "other.example")];
    await Promise.all([upload(first, id, one), upload(second, id, other)]);
    await whenRunsEnded(first, id);

    const { counts } = await get(first, id);
    expect(counts).toMatchObject({ received: 2 * records, created: records, skipped: records, rejected: 0 });
    const rows = await send(first, "GET", `/v5/imports/${id}/rows/count?filter.outcome.equals=created`);
    expect(rows.body).toEqual({ count: records });
    expect((await send(first, "GET", `/v5/contacts/count?filter.importId.equals=${id}`)).body).toEqual({
      count: records,
    });
    expect(await countEvents(first, id, "contact.imported")).toBe(records);
    expect(await countEvents(first, id, "contact.rejected")).toBe(records);
    if (second !== first) await second.stop();
    await first.stop();
    await storage.remove();
  }, 240_000);

  test("and a process that is killed meanwhile: each row is mended once", async () => {
    const storage = await createStorage(database);
    let backend = await startBackend(storage);
    const { apiKey } = backend;
    const records = 2000;
    const id = await allRejected(backend, records);
    expect((await upload(backend, id, await mendedRows(backend, id, "mended.example"))).status).toBe(200);
    for (const least of [1, 800]) {
      await eventually(async () => expect((await get(backend, id)).counts.created).toBeGreaterThanOrEqual(least), {
        timeoutMs: 60_000,
        everyMs: 10,
      });
      await backend.kill();
      backend = { ...(await startBackend(storage)), apiKey };
    }
    await whenRunsEnded(backend, id);
    const { counts, lastRun } = await get(backend, id);
    expect(counts).toMatchObject({ received: records, created: records, rejected: 0 });
    expect(lastRun).toMatchObject({ status: "finished", counts: { received: records, created: records } });
    expect(await countEvents(backend, id, "contact.imported")).toBe(records);
    expect(await countEvents(backend, id, "contact.rejected")).toBe(records);
    await backend.stop();
    await storage.remove();
  }, 240_000);
});
