import { statSync } from "node:fs";
import { appendFile } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Upload, type UploadOptions } from "tus-js-client";
import { send } from "../helpers/api.ts";
import { type Backend, createStorage, databases, type Storage, startBackend } from "../helpers/backend.ts";
import { eventually } from "../helpers/eventually.ts";
import { keptFiles, uploadImport } from "../helpers/file-upload.ts";

const lines = (name: string, count: number) =>
  Buffer.from(
    `Email,Name\n${Array.from({ length: count }, (_, index) => `${name}${index}@tus.example,Person ${index}`).join("\n")}\n`,
  );

describe.each(databases)("an upload that can be resumed (%s)", (database) => {
  let storage: Storage;
  let backend: Backend;
  let apiKey = "";

  const start = async () => {
    const started = await startBackend(storage);
    apiKey ||= started.apiKey;
    backend = { ...started, apiKey };
  };

  beforeAll(async () => {
    storage = await createStorage(database);
    await start();
  });

  afterAll(async () => {
    await backend?.stop();
    await storage?.remove();
  });

  const address = (importId: string) => `${backend.url}/v5/imports/${importId}/uploads`;
  const tus = (method: string, url: string, headers: Record<string, string> = {}, body?: Uint8Array) =>
    fetch(url, {
      method,
      headers: { Authorization: `Bearer ${apiKey}`, "Tus-Resumable": "1.0.0", ...headers },
      ...(body && { body: new Uint8Array(body) }),
    });
  const create = async (importId: string, size: number, more: Record<string, string> = {}) => {
    const made = await tus("POST", address(importId), { "Upload-Length": String(size), ...more });
    expect(made.status).toBe(201);
    return made.headers.get("Location") ?? "";
  };
  const patch = (url: string, offset: number, bytes: Uint8Array) =>
    tus("PATCH", url, { "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" }, bytes);
  const offsetOf = async (url: string) => Number((await tus("HEAD", url)).headers.get("Upload-Offset"));
  const filesOf = async (importId: string) => (await send(backend, "GET", `/v5/imports/${importId}/files`)).body;
  const bytesOf = (url: string) =>
    path.join(
      storage.env.DATA_DIR ?? "",
      "files",
      backend.organizationId,
      (url.split("/").at(-1) ?? "").replace("upl_", "fil_"),
    );

  /** Uploads as tus-js-client does; answers with the last answer's headers, or null when it was aborted. */
  function uploadWith(options: UploadOptions, bytes: Buffer, abortAt = Number.POSITIVE_INFINITY) {
    return new Promise<{ url: string; fileId: string | undefined }>((resolve, reject) => {
      const upload = new Upload(bytes, {
        retryDelays: null,
        headers: { Authorization: `Bearer ${apiKey}` },
        onError: reject,
        onChunkComplete: (_size, accepted) => {
          if (accepted >= abortAt) upload.abort().then(() => resolve({ url: upload.url ?? "", fileId: undefined }));
        },
        onSuccess: ({ lastResponse }) =>
          resolve({ url: upload.url ?? "", fileId: lastResponse.getHeader("FirstQuadrant-File-ID") }),
        ...options,
      });
      upload.start();
    });
  }

  test("with a tus client: given up half-way, gone on with, and taken in by the import that runs", async () => {
    const importId = await uploadImport(backend, { mode: "continuous" });
    await send(backend, "POST", `/v5/imports/${importId}/start`);
    const bytes = lines("resumed", 300);
    const chunkSize = 2000;
    const half = await uploadWith(
      { endpoint: address(importId), chunkSize, metadata: { filename: "people.csv", filetype: "text/csv" } },
      bytes,
      6000,
    );
    expect(half.url).toMatch(new RegExp(`^${backend.url}/v5/imports/${importId}/uploads/upl_\\w+$`));
    expect(await filesOf(importId)).toEqual([]);
    const whole = await uploadWith({ uploadUrl: half.url, chunkSize }, bytes);
    expect(await filesOf(importId)).toMatchObject([{ id: whole.fileId, name: "people.csv", size: bytes.length }]);
    await eventually(async () => {
      const { body } = await send(backend, "GET", `/v5/imports/${importId}`);
      expect(body.counts).toMatchObject({ received: 300, created: 300 });
    });

    // A client that did not get the last answer asks again: the file is there once.
    expect(await offsetOf(half.url)).toBe(bytes.length);
    expect((await patch(half.url, bytes.length, Buffer.alloc(0))).status).toBe(204);
    expect(await filesOf(importId)).toHaveLength(1);
    // The same bytes are the same file, and are kept once.
    const again = await uploadWith({ endpoint: address(importId) }, bytes);
    expect(again.fileId).toBe(whole.fileId);
    expect(await filesOf(importId)).toHaveLength(1);
    expect(keptFiles(storage, backend)).toEqual([whole.fileId]);
  });

  test("tells how a file is to be read, in its metadata", async () => {
    const importId = await uploadImport(backend);
    const metadata = { filename: "kunden.csv", encoding: "latin1", delimiter: ";", headerRow: "1", owner: "Uppy" };
    await uploadWith(
      { endpoint: address(importId), metadata },
      Buffer.from("Email;Name\na@latin.example;J\xf6rg\n", "latin1"),
    );
    expect(await filesOf(importId)).toMatchObject([
      { name: "kunden.csv", format: { encoding: "latin1", delimiter: ";", headerRow: 1, columns: ["Email", "Name"] } },
    ]);
  });

  test("when the process is killed in the midst of it: what is on the disk is told, and the rest is sent", async () => {
    const importId = await uploadImport(backend);
    const bytes = lines("killed", 60_000);
    const url = await create(importId, bytes.length);
    async function* trickle() {
      for (let place = 0; place < bytes.length; place += 10_000) {
        yield bytes.subarray(place, place + 10_000);
        await new Promise((resolve) => setImmediate(resolve));
        if (place > bytes.length / 2) await new Promise(() => undefined);
      }
    }
    const sending = fetch(url, {
      method: "PATCH",
      headers: {
        Authorization: `Bearer ${apiKey}`,
        "Tus-Resumable": "1.0.0",
        "Upload-Offset": "0",
        "Content-Type": "application/offset+octet-stream",
      },
      body: Readable.toWeb(Readable.from(trickle())),
      duplex: "half",
    }).catch(() => null);
    await eventually(() => expect(statSync(bytesOf(url)).size).toBeGreaterThan(100_000), { everyMs: 5 });
    await backend.kill();
    expect(await sending).toBeNull();
    await start();
    const there = url.replace(/^http:\/\/[^/]+/, backend.url);
    const offset = await offsetOf(there);
    expect(offset).toBe(statSync(bytesOf(url)).size);
    expect(offset).toBeLessThan(bytes.length);
    const last = await patch(there, offset, bytes.subarray(offset));
    expect([last.status, last.headers.get("Upload-Offset")]).toEqual([204, String(bytes.length)]);
    expect(await filesOf(importId)).toMatchObject([{ size: bytes.length }]);
  });

  test("when the process dies behind the last byte, before the import has the file: asking is enough", async () => {
    const importId = await uploadImport(backend);
    const bytes = lines("between", 50);
    const url = await create(importId, bytes.length);
    expect((await patch(url, 0, bytes.subarray(0, 100))).status).toBe(204);
    await backend.kill();
    // As the disk is then: all bytes are there, and nobody was told.
    await appendFile(bytesOf(url), bytes.subarray(100));
    await start();
    const there = url.replace(/^http:\/\/[^/]+/, backend.url);
    expect(await Promise.all([offsetOf(there), offsetOf(there)])).toEqual([bytes.length, bytes.length]);
    expect(await filesOf(importId)).toMatchObject([{ size: bytes.length }]);
  });

  test("with its first bytes in the request that creates it; given up, it leaves nothing", async () => {
    const importId = await uploadImport(backend);
    const bytes = lines("first", 20);
    const before = keptFiles(storage, backend);
    const metadata = `filename ${Buffer.from("first.csv").toString("base64")}`;
    const made = await tus(
      "POST",
      address(importId),
      {
        "Upload-Length": String(bytes.length),
        "Upload-Metadata": metadata,
        "Content-Type": "application/offset+octet-stream",
      },
      bytes.subarray(0, 50),
    );
    expect([made.status, made.headers.get("Upload-Offset")]).toEqual([201, "50"]);
    expect(Date.parse(made.headers.get("Upload-Expires") ?? "")).toBeGreaterThan(Date.now() + 6 * 86_400_000);
    for (const name of ["X-Request-Id", "Version", "Tus-Resumable"]) expect(made.headers.get(name)).toBeTruthy();
    const { id, url } = JSON.parse(await made.text());
    expect(url).toBe(made.headers.get("Location"));
    expect(url).toMatch(new RegExp(`/${id}$`));
    const asked = await tus("HEAD", url);
    expect(asked.headers.get("Upload-Metadata")).toBe(metadata);
    expect(asked.headers.get("Upload-Length")).toBe(String(bytes.length));
    expect(keptFiles(storage, backend)).toHaveLength(before.length + 1);
    expect((await tus("DELETE", url)).status).toBe(204);
    expect((await tus("HEAD", url)).status).toBe(404);
    expect(keptFiles(storage, backend)).toEqual(before);

    const options = await tus("OPTIONS", address(importId));
    expect(options.headers.get("Tus-Extension")?.split(",")).toEqual(
      expect.arrayContaining(["creation", "creation-with-upload", "termination", "expiration"]),
    );
  });

  test("refuses what is not right, in the shape of all errors", async () => {
    const importId = await uploadImport(backend);
    const errorOf = async (answer: Response) => {
      const body = JSON.parse(await answer.text());
      expect(body).toMatchObject({
        status: answer.status,
        message: expect.any(String),
        description: expect.any(String),
      });
      return body.code;
    };
    const url = await create(importId, 100);
    expect(await errorOf(await patch(url, 50, Buffer.alloc(10)))).toBe("offset_mismatch");
    expect(await errorOf(await patch(url, 0, Buffer.alloc(200)))).toBe("payload_too_large");
    expect(await errorOf(await tus("PATCH", url, { "Tus-Resumable": "0.1" }))).toMatch(
      /precondition_failed|bad_request/,
    );
    expect(await errorOf(await tus("POST", address(importId), { "Upload-Length": "0" }))).toBe("validation_error");
    expect(await errorOf(await tus("POST", address(importId)))).toBe("bad_request");
    expect(await errorOf(await tus("POST", address("imp_none"), { "Upload-Length": "5" }))).toBe("not_found");
    const wrong = `headerRow ${Buffer.from("first").toString("base64")}`;
    const refused = await tus("POST", address(importId), { "Upload-Length": "5", "Upload-Metadata": wrong });
    expect(await errorOf(refused)).toBe("validation_error");
    const webhook = (await send(backend, "POST", "/v5/imports", { name: "No uploads", method: "webhook" })).body;
    expect(await errorOf(await tus("POST", address(webhook.id), { "Upload-Length": "5" }))).toBe("validation_error");
    const without = await fetch(url, { method: "PATCH", headers: { "Tus-Resumable": "1.0.0" } });
    expect(await errorOf(without)).toBe("missing_authorization");

    const other = await uploadImport(backend);
    const elsewhere = url.replace(importId, other);
    expect((await tus("HEAD", elsewhere)).status).toBe(404);
    expect((await patch(elsewhere, 0, Buffer.alloc(10))).status).toBe(404);
    expect((await tus("DELETE", elsewhere)).status).toBe(404);
    expect(await offsetOf(url)).toBe(0);
  });

  test("that the import does not take stays, to be tried again once it does", async () => {
    const importId = await uploadImport(backend, { mode: "continuous" });
    await send(backend, "POST", `/v5/imports/${importId}/start`);
    const bytes = Buffer.from("Email;Name\nunsure@latin.example;J\xf6rg\n", "latin1");
    const url = await create(importId, bytes.length);
    const refused = await patch(url, 0, bytes);
    expect([refused.status, JSON.parse(await refused.text()).details]).toMatchObject([422, [{ field: "encoding" }]]);
    expect((await tus("HEAD", url)).status).toBe(422);
    await send(backend, "POST", `/v5/imports/${importId}/complete`);
    expect(await offsetOf(url)).toBe(bytes.length);
    expect(await filesOf(importId)).toHaveLength(1);
  });

  test("goes with its import, as its files do", async () => {
    const before = keptFiles(storage, backend);
    const importId = await uploadImport(backend);
    await uploadWith({ endpoint: address(importId) }, lines("whole", 5));
    const url = await create(importId, 100);
    await patch(url, 0, Buffer.alloc(10));
    expect(keptFiles(storage, backend)).toHaveLength(before.length + 2);
    expect((await send(backend, "DELETE", `/v5/imports/${importId}`)).status).toBe(204);
    await eventually(() => expect(keptFiles(storage, backend)).toEqual(before));
    expect((await tus("HEAD", url)).status).toBe(404);
  });
});

test("the address of an upload is the one that others reach", async () => {
  const storage = await createStorage("embedded");
  const backend = await startBackend(storage, { PUBLIC_URL: "https://connect.example.com/" });
  const port = await eventually(() => {
    const [, address] = /"address":"(http:[^"]+)"/.exec(backend.log()) ?? [];
    return new URL(address ?? "").origin;
  });
  const importId = await uploadImport({ ...backend, url: port });
  const made = await fetch(`${port}/v5/imports/${importId}/uploads`, {
    method: "POST",
    headers: { Authorization: `Bearer ${backend.apiKey}`, "Tus-Resumable": "1.0.0", "Upload-Length": "10" },
  });
  expect(made.headers.get("Location")).toMatch(
    new RegExp(`^https://connect\\.example\\.com/v5/imports/${importId}/uploads/upl_\\w+$`),
  );
  await backend.stop();
  await storage.remove();
});
