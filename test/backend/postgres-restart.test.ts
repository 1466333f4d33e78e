import type { Import } from "@firstquadrant/core-client";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Answer, send } from "../helpers/api.ts";
import { type Backend, createStorage, type Storage, startBackend } from "../helpers/backend.ts";
import { eventually } from "../helpers/eventually.ts";
import { type PostgresServer, startPostgresServer, whyNoServer } from "../helpers/postgres-server.ts";
import { type Receiver, startReceiver } from "../helpers/receiver.ts";
import { draftImport, runningImport } from "../helpers/running-backend.ts";

const linesOfFile = 40_000;
const recordsOfBatch = 100;

const withServer = whyNoServer === null ? describe : describe.skip;

withServer(
  `PostgreSQL that is restarted in the middle of the work${whyNoServer === null ? "" : `: ${whyNoServer}`}`,
  () => {
    let server: PostgresServer;
    let storage: Storage;
    let backend: Backend;
    let receiver: Receiver;

    beforeAll(async () => {
      server = await startPostgresServer();
      storage = await createStorage("postgres", server.url);
      receiver = await startReceiver();
      // A lease is four times as long: what could not be recorded is delivered again soon.
      backend = await startBackend(storage, { DELIVERY_TIMEOUT: "2" });
    }, 60_000);

    afterAll(async () => {
      await backend?.stop();
      receiver?.close();
      await storage?.remove();
      await server?.remove();
    });

    const seen = new Set<number>();
    let isWorking = true;

    /** Sends a write until it is answered for, as whoever is told to come back does. */
    const insist = (path: string, body: unknown, key: string): Promise<Answer> =>
      eventually(
        async () => {
          const answer = await send(backend, "POST", path, body, { "Idempotency-Key": key });
          seen.add(answer.status);
          if (answer.status === 503) expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
          expect(answer.status).toBe(200);
          return answer;
        },
        { timeoutMs: 120_000 },
      );

    const pathOf = (to: Import, way: "api" | "trigger", form: "one" | "many"): string => {
      if (way === "trigger") return new URL(to.trigger.url).pathname;
      return `/v5/imports/${to.id}/contacts${form === "many" ? "/batch" : ""}`;
    };

    /** Sends one write after the other for as long as there is work; how many records were answered for. */
    async function sendMany(to: Import, way: "api" | "trigger", form: "one" | "many", stored: { records: number }) {
      for (let number = 0; isWorking; number += 1) {
        const key = `${to.id}-${way}-${form}-${number}`;
        const records = Array.from({ length: form === "one" ? 1 : recordsOfBatch }, (_, index) => ({
          contact: { email: `${key}-${index}@example.com` },
          company: { name: `Company ${number % 7}` },
        }));
        await insist(pathOf(to, way, form), form === "one" ? records[0] : { records }, key);
        stored.records += records.length;
      }
    }

    async function startUpload(): Promise<string> {
      const { id } = await draftImport(backend, { method: "upload", fieldMapping: { email: "Email", city: "City" } });
      const lines = Array.from({ length: linesOfFile }, (_, index) => `line-${index}@example.com,Rome`);
      const answer = await fetch(`${backend.url}/v5/imports/${id}/file`, {
        method: "PUT",
        headers: { Authorization: `Bearer ${backend.apiKey}`, "Content-Type": "text/csv" },
        body: ["Email,City", ...lines].join("\n"),
      });
      expect(answer.status).toBe(200);
      expect((await send(backend, "POST", `/v5/imports/${id}/start`)).body).toMatchObject({ status: "running" });
      return id;
    }

    const runOf = async (importId: string) => (await send(backend, "GET", `/v5/imports/${importId}/runs`)).body[0];

    test("ends no process; all that was answered is there once, and runs and deliveries go on", async () => {
      const single = await runningImport(backend);
      const batch = await runningImport(backend);
      const trigger = await runningImport(backend);
      const subscription = {
        targetUrl: receiver.url,
        eventTypes: ["contact.imported"],
        filter: { importIds: [single.id] },
      };
      expect((await send(backend, "POST", "/v5/subscriptions", subscription)).status).toBe(201);
      const uploadId = await startUpload();

      const stored = { single: { records: 0 }, batch: { records: 0 }, trigger: { records: 0 } };
      const sending = [
        sendMany(single, "api", "one", stored.single),
        sendMany(batch, "api", "many", stored.batch),
        sendMany(trigger, "trigger", "one", stored.trigger),
      ];

      let placeBefore = 0;
      for (const how of ["fast", "immediate"] as const) {
        const before = structuredClone(stored);
        await eventually(
          async () => {
            for (const kind of ["single", "batch", "trigger"] as const) {
              expect(stored[kind].records).toBeGreaterThan(before[kind].records);
            }
            const run = await runOf(uploadId);
            expect(run.recordsDone).toBeGreaterThan(placeBefore);
            placeBefore = run.recordsDone;
          },
          { timeoutMs: 60_000 },
        );
        expect(placeBefore).toBeLessThan(linesOfFile);
        await server.stop(how);
        const refused = await send(backend, "GET", "/v5/contacts?limit=1");
        expect(refused.status).toBe(503);
        expect(refused.body).toMatchObject({ code: "unavailable" });
        expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
        expect((await fetch(`${backend.url}/health/ready`)).status).toBe(503);
        expect((await fetch(`${backend.url}/health/live`)).status).toBe(200);
        await server.start();
        await eventually(async () => expect((await fetch(`${backend.url}/health/ready`)).status).toBe(200));
      }

      await eventually(async () => expect((await runOf(uploadId)).status).toBe("finished"), { timeoutMs: 180_000 });
      isWorking = false;
      await Promise.all(sending);
      expect(backend.process.exitCode).toBeNull();
      expect([...seen].filter((status) => ![200, 423, 503].includes(status))).toEqual([]);
      expect(seen.has(503)).toBe(true);

      const expected: [string, number][] = [
        [single.id, stored.single.records],
        [batch.id, stored.batch.records],
        [trigger.id, stored.trigger.records],
        [uploadId, linesOfFile],
      ];
      for (const [id, records] of expected) {
        const { counts } = (await send(backend, "GET", `/v5/imports/${id}`)).body;
        expect(counts).toMatchObject({ received: records, created: records });
        const rows = (await send(backend, "GET", `/v5/imports/${id}/rows/count`)).body;
        const contacts = (await send(backend, "GET", `/v5/contacts/count?filter.importId.equals=${id}`)).body;
        expect([rows.count, contacts.count]).toEqual([records, records]);
      }
      expect(await runOf(uploadId)).toMatchObject({ recordsDone: linesOfFile, counts: { received: linesOfFile } });

      const delivered = () => new Set(receiver.received.map(({ headers }) => headers["webhook-id"]));
      await eventually(() => expect(delivered().size).toBe(stored.single.records), { timeoutMs: 60_000 });
    }, 420_000);
  },
);
