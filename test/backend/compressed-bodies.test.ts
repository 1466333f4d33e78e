import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { type Backend, createStorage, type Storage, startBackend } from "../helpers/backend.ts";

describe("compressed bodies", () => {
  let storage: Storage;
  let backend: Backend;

  beforeAll(async () => {
    storage = await createStorage("embedded");
    backend = await startBackend(storage, { BODY_LIMIT_BYTES: "100000" });
  });

  afterAll(async () => {
    await backend?.stop();
    await storage?.remove();
  });

  async function post(body: Uint8Array, encoding: string) {
    const answer = await fetch(backend.webhookUrl, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Content-Encoding": encoding },
      body: new Uint8Array(body),
    });
    return { status: answer.status, body: JSON.parse(await answer.text()) };
  }

  const record = (email: string) => Buffer.from(JSON.stringify({ contact: { email } }));

  test.each([
    ["gzip", gzipSync],
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
  ])("%s is unpacked", async (encoding, compress) => {
    const taken = await post(compress(record(`${encoding}@example.com`)), encoding);
    expect(taken).toMatchObject({
      status: 200,
      body: { outcome: "created", contact: { email: `${encoding}@example.com` } },
    });
  });

  test("what is small packed and large unpacked is refused", async () => {
    const bomb = gzipSync(
      Buffer.from(JSON.stringify({ contact: { email: "a@example.com", bio: "x".repeat(5_000_000) } })),
    );
    expect(bomb.length).toBeLessThan(100_000);
    expect(await post(bomb, "gzip")).toMatchObject({ status: 413, body: { code: "payload_too_large" } });
  });

  test("what is not packed as it says is 400, an unknown packing 415, and the next one is taken", async () => {
    expect(await post(Buffer.from("no gzip at all"), "gzip")).toMatchObject({ status: 400 });
    expect(await post(record("zstd@example.com"), "zstd")).toMatchObject({ status: 415 });
    expect(await post(gzipSync(record("after@example.com")), "gzip")).toMatchObject({ status: 200 });
    expect((await send(backend, "GET", "/health/live")).status).toBe(200);
  });
});
