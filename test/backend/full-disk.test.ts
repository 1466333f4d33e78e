import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { afterEach, describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import {
  type Backend,
  createStorage,
  databases,
  type Storage,
  startBackend,
  withLargestFile,
} from "../helpers/backend.ts";
import { keptFiles, putFile, uploadImport } from "../helpers/file-upload.ts";
import { runningImport } from "../helpers/running-backend.ts";

const MB = 1024 * 1024;
const noRoom = { status: 507, body: { code: "insufficient_storage", status: 507 } };

/** Sends records that do not compress, until one batch is not answered with 200. */
async function fill(backend: Backend, importId: string) {
  const answered: string[] = [];
  for (let batch = 0; ; batch += 1) {
    const emails = Array.from({ length: 200 }, (_, index) => `b${batch}-${index}-${Date.now()}@full.example`);
    const records = emails.map((email) => ({ contact: { email, bio: randomBytes(1500).toString("base64") } }));
    const answer = await send(backend, "POST", `/v5/imports/${importId}/contacts/batch`, { records }).catch(() => null);
    if (answer?.status !== 200) return { answered, last: answer };
    answered.push(...emails);
  }
}

/** Of these addresses, the ones that are there: asked for at the two ends of each batch. */
async function expectStored(backend: Backend, importId: string, answered: string[]): Promise<void> {
  const { counts } = (await send(backend, "GET", `/v5/imports/${importId}`)).body;
  expect(counts.created).toBeGreaterThanOrEqual(answered.length);
  expect(counts.created).toBeLessThanOrEqual(answered.length + 200);
  expect(counts.received).toBe(counts.created);
  for (let place = 0; place < answered.length; place += 200) {
    for (const email of [answered[place], answered[place + 199]]) {
      const found = await send(backend, "GET", `/v5/contacts/count?filter.email.equals=${email}`);
      expect([email, found.body]).toEqual([email, { count: 1 }]);
    }
  }
}

describe("a disk that is full", () => {
  const made: { backends: Backend[]; storages: Storage[] } = { backends: [], storages: [] };

  const storageOf = async (database: "embedded" | "postgres") => {
    const storage = await createStorage(database);
    made.storages.push(storage);
    return storage;
  };
  const start = async (storage: Storage, apiKey: string, run?: string[]): Promise<Backend> => {
    const backend = await startBackend(storage, {}, [], run);
    made.backends.push(backend);
    return { ...backend, apiKey: backend.apiKey || apiKey };
  };

  afterEach(async () => {
    for (const backend of made.backends.splice(0)) await backend.kill();
    for (const storage of made.storages.splice(0)) await storage.remove();
  });

  test.each(databases)(
    "refuses a file and leaves nothing of it; an upload goes on when there is room (%s)",
    async (database) => {
      const storage = await storageOf(database);
      const full = await start(storage, "", withLargestFile(24));
      const { apiKey } = full;
      const bytes = Buffer.alloc(40 * MB, "Email,Name\nsomebody@full.example,Somebody\n");
      const importId = await uploadImport(full);
      expect(await putFile(full, importId, bytes)).toMatchObject(noRoom);
      expect(keptFiles(storage, full)).toEqual([]);
      expect((await send(full, "GET", `/v5/imports/${importId}/files`)).body).toEqual([]);
      expect(await putFile(full, importId, "Email\nsmall@full.example\n")).toMatchObject({ status: 200 });

      const headers = { Authorization: `Bearer ${apiKey}`, "Tus-Resumable": "1.0.0" };
      const created = await fetch(`${full.url}/v5/imports/${importId}/uploads`, {
        method: "POST",
        headers: { ...headers, "Upload-Length": String(bytes.length) },
      });
      const { pathname } = new URL(created.headers.get("Location") ?? "");
      const patch = (backend: Backend, offset: number) =>
        fetch(`${backend.url}${pathname}`, {
          method: "PATCH",
          headers: { ...headers, "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" },
          body: new Uint8Array(bytes.subarray(offset)),
        });
      const offsetOf = async (backend: Backend) =>
        Number((await fetch(`${backend.url}${pathname}`, { method: "HEAD", headers })).headers.get("Upload-Offset"));
      const refused = await patch(full, 0);
      expect([refused.status, JSON.parse(await refused.text())]).toMatchObject([507, noRoom.body]);
      const offset = await offsetOf(full);
      expect(offset).toBe(24 * MB);
      await full.stop();

      const roomy = await start(storage, apiKey);
      expect(await offsetOf(roomy)).toBe(offset);
      expect((await patch(roomy, offset)).status).toBe(204);
      expect((await send(roomy, "GET", `/v5/imports/${importId}/files`)).body).toMatchObject([
        {},
        { size: bytes.length },
      ]);
    },
    120_000,
  );

  test("on which the embedded database lies: records are refused, reading goes on, and all that was answered is there", async () => {
    const storage = await storageOf("embedded");
    const full = await start(storage, "", withLargestFile(24));
    const { id } = await runningImport(full, { method: "app", app: "test" });
    const { answered, last } = await fill(full, id);
    expect(answered.length).toBeGreaterThan(0);
    expect(last).toMatchObject(noRoom);
    await expectStored(full, id, answered);
    await full.kill();

    const roomy = await start(storage, full.apiKey);
    await expectStored(roomy, id, answered);
    const one = { contact: { email: "after@full.example", bio: randomBytes(1500).toString("base64") } };
    expect(await send(roomy, "POST", `/v5/imports/${id}/contacts`, one)).toMatchObject({ status: 200 });
  }, 240_000);

  test("for the log of the embedded database: the process says so and ends, and all that was answered is there", async () => {
    const storage = await storageOf("embedded");
    const first = await start(storage, "");
    const { id } = await runningImport(first, { method: "app", app: "test" });
    await first.stop();

    const full = await start(storage, first.apiKey, withLargestFile(15));
    const ended = once(full.process, "exit");
    const answered: string[] = [];
    while (full.process.exitCode === null && full.process.signalCode === null) {
      answered.push(...(await fill(full, id)).answered);
    }
    expect(await ended).toEqual([1, null]);
    expect(full.log()).toContain("The embedded database cannot go on: could not write to");

    const roomy = await start(storage, first.apiKey);
    await expectStored(roomy, id, answered);
  }, 240_000);
});
