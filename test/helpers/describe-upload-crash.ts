import { statSync } from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { send } from "./api.ts";
import { type Backend, createStorage, databases, type Storage, startBackend } from "./backend.ts";
import { eventually } from "./eventually.ts";
import { keptFiles, uploadImport } from "./file-upload.ts";

const rounds = 10;
const rowsPerFile = 1500;
/** Where in its round a process is killed. */
const moments = ["in a file", "in an upload", "at the last byte", "in a run"] as const;

/** A file, and how to send it anew or go on with it; `place` is that of its upload, null where it is sent whole. */
interface Sent {
  bytes: Buffer;
  place: string | null;
}

const fileOf = (name: string): Buffer => {
  const lines = Array.from({ length: rowsPerFile }, (_, index) => `${name}-${index}@crash.example,Person ${index}`);
  return Buffer.from(`Email,Name\n${lines.join("\n")}\n`);
};

/** The first half of some bytes, and then nothing more for ever. */
async function* half(bytes: Buffer) {
  yield bytes.subarray(0, bytes.length / 2);
  await new Promise(() => undefined);
}

/**
 * Describes what must hold of files when the process is killed while they arrive, at their last byte, and while they are
 * worked through. Skipped on a database that is not there.
 */
export function describeUploadCrash(database: "embedded" | "postgres"): void {
  (databases.includes(database) ? describe : describe.skip)(`killed while files arrive (${database})`, () => {
    let storage: Storage;
    let apiKey = "";
    let backend: Backend;

    beforeAll(async () => {
      storage = await createStorage(database);
    });

    afterAll(async () => {
      await backend?.kill();
      await storage?.remove();
    });

    async function start(): Promise<void> {
      const started = await startBackend(storage);
      apiKey ||= started.apiKey;
      backend = { ...started, apiKey };
    }

    /** Answers with null when no answer came. */
    const request = (method: string, place: string, headers: Record<string, string>, body?: Buffer | Readable) =>
      fetch(`${backend.url}${place}`, {
        method,
        headers: { Authorization: `Bearer ${apiKey}`, "Tus-Resumable": "1.0.0", ...headers },
        ...(body && { body: body instanceof Readable ? Readable.toWeb(body) : new Uint8Array(body), duplex: "half" }),
      }).catch(() => null);

    async function create(importId: string, bytes: Buffer): Promise<string> {
      const length = { "Upload-Length": String(bytes.length) };
      const made = await request("POST", `/v5/imports/${importId}/uploads`, length);
      return new URL(made?.headers.get("Location") ?? "").pathname;
    }

    /** Sends a file from where it is; answers whether that was answered as it should be. */
    async function deliver(importId: string, { bytes, place }: Sent, isCut = false): Promise<boolean> {
      if (place === null) {
        const body = isCut ? Readable.from(half(bytes)) : bytes;
        return (
          (await request("PUT", `/v5/imports/${importId}/file`, { "Content-Type": "text/csv" }, body))?.status === 200
        );
      }
      const offset = Number((await request("HEAD", place, {}))?.headers.get("Upload-Offset"));
      if (offset === bytes.length) return true;
      const headers = { "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" };
      const body = isCut ? Readable.from(half(bytes)) : bytes.subarray(offset);
      return (await request("PATCH", place, headers, body))?.status === 204;
    }

    const received = async (importId: string): Promise<number> =>
      (await send(backend, "GET", `/v5/imports/${importId}`)).body.counts.received;

    /** How many files that are not there whole have bytes on the disk. */
    function arriving(known: ReadonlySet<string>): number {
      const folder = path.join(storage.env.DATA_DIR ?? "", "files", backend.organizationId);
      return keptFiles(storage, backend).filter(
        (name) => !known.has(name) && statSync(path.join(folder, name)).size > 0,
      ).length;
    }

    test(`${rounds} times: every file is there once, and every row of it was taken in once`, async () => {
      await start();
      const importId = await uploadImport(backend, { mode: "continuous" });
      await send(backend, "POST", `/v5/imports/${importId}/start`);
      const unanswered: Sent[] = [];

      for (let round = 0; round < rounds; round += 1) {
        const moment = moments[round % moments.length];
        for (const sent of unanswered.splice(0)) expect(await deliver(importId, sent)).toBe(true);
        const whole: Sent = { bytes: fileOf(`w${round}`), place: null };
        const pieces: Sent = { bytes: fileOf(`p${round}`), place: null };
        pieces.place = await create(importId, pieces.bytes);
        const note = (sent: Sent, isAnswered: boolean) => {
          if (!isAnswered) unanswered.push(sent);
        };

        if (moment === "in a file" || moment === "in an upload") {
          const [first, cut] = moment === "in a file" ? [pieces, whole] : [whole, pieces];
          expect(await deliver(importId, first)).toBe(true);
          const known = new Set(keptFiles(storage, backend));
          const sending = deliver(importId, cut, true);
          await eventually(() => expect(arriving(known)).toBe(1), { everyMs: 5 });
          await backend.kill();
          note(cut, await sending);
        } else if (moment === "at the last byte") {
          const sending = [whole, pieces].map(async (sent) => note(sent, await deliver(importId, sent)));
          await Promise.race(sending);
          await backend.kill();
          await Promise.all(sending);
        } else {
          const before = await received(importId);
          for (const sent of [whole, pieces]) expect(await deliver(importId, sent)).toBe(true);
          await eventually(async () => expect(await received(importId)).toBeGreaterThan(before), {
            timeoutMs: 60_000,
            everyMs: 5,
          });
          await backend.kill();
        }
        await start();
      }

      for (const sent of unanswered.splice(0)) expect(await deliver(importId, sent)).toBe(true);
      const all = rounds * 2 * rowsPerFile;
      await eventually(async () => expect(await received(importId)).toBeGreaterThanOrEqual(all), {
        timeoutMs: 240_000,
        everyMs: 500,
      });
      const runs = await eventually(async () => {
        const found = (await send(backend, "GET", `/v5/imports/${importId}/runs`)).body;
        expect(new Set(found.map(({ status }: { status: string }) => status))).toEqual(new Set(["finished"]));
        return found;
      });
      expect(runs).toHaveLength(rounds * 2);
      expect((await send(backend, "GET", `/v5/imports/${importId}`)).body.counts).toMatchObject({
        received: all,
        created: all,
      });
      const contacts = await send(backend, "GET", `/v5/contacts/count?filter.importId.equals=${importId}`);
      expect(contacts.body).toEqual({ count: all });
      const files = (await send(backend, "GET", `/v5/imports/${importId}/files`)).body;
      expect(files).toHaveLength(rounds * 2);
      const kept = keptFiles(storage, backend);
      expect(kept).toEqual(expect.arrayContaining(files.map(({ id }: { id: string }) => id)));
    }, 900_000);
  });
}
