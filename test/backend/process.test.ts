import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { type Backend, createStorage, databases, type Storage, startBackend } from "../helpers/backend.ts";
import { eventually } from "../helpers/eventually.ts";
import { runningImport } from "../helpers/running-backend.ts";

describe.each(databases)("the process (%s)", (database) => {
  let storage: Storage;
  let apiKey = "";
  const started: Backend[] = [];

  /** Starts one; it has the key of the first start, unless it was given one of its own. */
  const start = async (...more: [env?: Record<string, string>, parameters?: string[]]): Promise<Backend> => {
    const backend = await startBackend(storage, ...more);
    started.push(backend);
    apiKey ||= backend.apiKey;
    return { ...backend, apiKey: backend.apiKey || apiKey };
  };

  beforeAll(async () => {
    storage = await createStorage(database);
  });

  afterEach(async () => {
    for (const backend of started.splice(0)) await backend.kill();
  });

  afterAll(() => storage.remove());

  test("a later start keeps the data and prints no key, unless one is asked for", async () => {
    const first = await start();
    expect(first.apiKey).toMatch(/^fqa_\w{58}$/);
    const to = await runningImport(first, { name: "Kept" });
    await send(first, "POST", `/v5/imports/${to.id}/contacts`, { contact: { email: "kept@example.com" } });
    expect(await first.stop()).toBe(0);

    const second = await startBackend(storage);
    started.push(second);
    expect(second.apiKey).toBe("");
    expect(second.organizationId).toBe(first.organizationId);
    expect(new URL(second.webhookUrl).pathname).toBe(new URL(first.webhookUrl).pathname);
    const known = { ...second, apiKey: first.apiKey };
    expect((await send(known, "GET", "/v5/contacts")).body).toMatchObject([{ email: "kept@example.com" }]);
    await second.stop();

    const third = await start({}, ["--new-key"]);
    expect(third.apiKey).toMatch(/^fqa_\w{58}$/);
    expect(third.apiKey).not.toBe(first.apiKey);
    expect((await send(third, "GET", `/v5/imports/${to.id}`)).body).toMatchObject({ name: "Kept", status: "running" });
    expect((await send({ ...third, apiKey: first.apiKey }, "GET", "/v5/me")).status).toBe(200);
  });

  test("is alive and ready, and gives addresses at which others reach it", async () => {
    const backend = await start({ PUBLIC_URL: "https://connect.example.com/" });
    expect(backend.webhookUrl).toMatch(/^https:\/\/connect\.example\.com\/v5\/imports\/imp_\w+\/trigger\/\w+$/);
    const port = await eventually(() => {
      const [, address] = /"address":"(http:[^"]+)"/.exec(backend.log()) ?? [];
      return new URL(address ?? "").origin;
    });
    for (const name of ["live", "ready"]) {
      const response = await fetch(`${port}/health/${name}`);
      expect([response.status, await response.json()]).toEqual([200, { status: "ok" }]);
    }
    const to = await runningImport({ ...backend, url: port });
    expect(to.trigger.url).toMatch(/^https:\/\/connect\.example\.com\/v5\/imports\//);
  });

  test("told to end while many send, it answers what it accepted, and stores just that", async () => {
    const backend = await start();
    const to = await runningImport(backend);
    const answered: string[] = [];
    const refused: number[] = [];
    const sendMany = async (client: number) => {
      for (let number = 0; ; number += 1) {
        const email = `c${client}-${number}@example.com`;
        const answer = await send(backend, "POST", `/v5/imports/${to.id}/contacts`, { contact: { email } }).catch(
          () => null,
        );
        if (answer === null) return;
        if (answer.status === 200) answered.push(email);
        else refused.push(answer.status);
      }
    };
    const sending = Array.from({ length: 20 }, (_, client) => sendMany(client));
    await eventually(() => expect(answered.length).toBeGreaterThan(200), { everyMs: 5 });
    // Ended by itself, in time: a forced end has the code 1.
    expect(await backend.stop()).toBe(0);
    await Promise.all(sending);
    expect(new Set(refused)).toEqual(new Set(refused.length > 0 ? [503] : []));

    const next = await start();
    const { counts } = (await send(next, "GET", `/v5/imports/${to.id}`)).body;
    expect(counts).toMatchObject({ received: answered.length, created: answered.length });
  });

  test("told to end while a client never finishes its request, it does not wait for it", async () => {
    const backend = await start();
    const { hostname, port } = new URL(backend.url);
    const socket = connect(Number(port), hostname);
    await once(socket, "connect");
    socket.write(
      "POST /v5/contacts HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
    );
    socket.on("error", () => undefined);
    // Answered behind it on another connection: by then the server has the unfinished one.
    expect((await send(backend, "GET", "/v5/me")).status).toBe(200);
    expect(await backend.stop()).toBe(0);
    socket.destroy();
  });

  test("told to end while it takes in late records, it leaves the rest for the next start", async () => {
    const backend = await start();
    const to = await runningImport(backend);
    await send(backend, "POST", `/v5/imports/${to.id}/complete`);
    const { pathname } = new URL(to.trigger.url);
    for (let batch = 0; batch < 5; batch += 1) {
      const records = Array.from({ length: 1000 }, (_, index) => ({
        contact: { email: `l${batch}-${index}@example.com` },
      }));
      expect((await send(backend, "POST", pathname, records)).status).toBe(409);
    }
    await send(backend, "POST", `/v5/imports/${to.id}/start`);
    expect(await backend.stop()).toBe(0);
    expect(backend.log()).not.toContain('"level":"error"');
    const next = await start();
    await eventually(
      async () => {
        const { counts, lateRecords } = (await send(next, "GET", `/v5/imports/${to.id}`)).body;
        expect({ lateRecords, created: counts.created, received: counts.received }).toEqual({
          lateRecords: 0,
          created: 5000,
          received: 5000,
        });
      },
      { timeoutMs: 40_000, everyMs: 500 },
    );
  });
});
