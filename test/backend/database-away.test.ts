import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import pg from "pg";
import { send } from "../helpers/api.ts";
import { databases } from "../helpers/backend.ts";
import { eventually } from "../helpers/eventually.ts";
import { runningBackend, runningImport } from "../helpers/running-backend.ts";

const onPostgres = databases.includes("postgres") ? describe : describe.skip;

// A server that is restarted breaks every connection, whatever it is in the middle of; so does this.
const breakAll = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid()`;

onPostgres("PostgreSQL that goes away in the middle of the work", () => {
  const running = runningBackend("postgres");

  test("ends no process: callers are told to come back, and every record is there once", async () => {
    const { backend, storage } = running;
    const to = await runningImport(backend);
    const seen = new Set<number>();
    let stored = 0;
    let isBreaking = true;

    const store = async (email: string) => {
      for (;;) {
        const answer = await send(
          backend,
          "POST",
          `/v5/imports/${to.id}/contacts`,
          { contact: { email }, company: { name: "Broken" } },
          { "Idempotency-Key": email },
        );
        seen.add(answer.status);
        if (answer.status === 200) return;
        if (answer.status === 503) expect(answer.headers.get("retry-after")).toBe("5");
        expect(answer.body).toMatchObject({ code: expect.stringMatching(/^(unavailable|resource_locked)$/) });
      }
    };
    const sendMany = async (client: number) => {
      let number = 0;
      for (; isBreaking; number += 1) {
        await store(`c${client}-${number}@example.com`);
        stored += 1;
      }
      return number;
    };
    const sending = Array.from({ length: 10 }, (_, client) => sendMany(client));
    const read = async () => {
      while (isBreaking) seen.add((await send(backend, "GET", "/v5/contacts?limit=1")).status);
    };
    const reading = read();

    const client = new pg.Client({ connectionString: storage.env.DATABASE_URL });
    await client.connect();
    for (let round = 0; round < 40; round += 1) {
      const before = stored;
      await client.query(breakAll);
      await eventually(() => expect(stored).toBeGreaterThan(before), { everyMs: 1 });
      await nextTurn();
    }
    isBreaking = false;
    const sent = (await Promise.all(sending)).reduce((sum, number) => sum + number, 0);
    await reading;
    await client.end();

    expect(backend.process.exitCode).toBeNull();
    expect([...seen].filter((status) => ![200, 423, 503].includes(status))).toEqual([]);
    expect(seen.has(503)).toBe(true);
    // The driver hangs its connection on such errors, with its keys and all statements that it ever prepared.
    expect(backend.log()).not.toMatch(/secretKey|"client":/);
    const { counts } = (await send(backend, "GET", `/v5/imports/${to.id}`)).body;
    expect(counts).toMatchObject({ received: sent, created: sent });
    expect((await fetch(`${backend.url}/health/ready`)).status).toBe(200);
  });
});
