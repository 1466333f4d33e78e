import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { type Backend, createStorage, databases, type Storage, startBackend } from "../helpers/backend.ts";
import { eventually } from "../helpers/eventually.ts";
import { startFileServer } from "../helpers/file-server.ts";
import { createMovedClock, type MovedClock } from "../helpers/moved-clock.ts";
import { getImport, runsOf, startRecurring, whenRun } from "../helpers/recurring.ts";

const csv = (name: string, count: number) =>
  `Email,Name\n${Array.from({ length: count }, (_, index) => `${name}${index}@crash.example,${name} ${index}\n`).join("")}`;

/** What every test here begins with and leaves nothing of. */
function scene(database: "embedded" | "postgres") {
  const made: { server?: Awaited<ReturnType<typeof startFileServer>>; clock?: MovedClock; storage?: Storage } = {};
  const backends: Backend[] = [];
  let apiKey = "";

  beforeAll(async () => {
    made.server = await startFileServer();
    made.clock = createMovedClock();
    made.storage = await createStorage(database);
  });

  afterAll(async () => {
    await Promise.all(backends.map((backend) => backend.kill()));
    await made.storage?.remove();
    made.clock?.remove();
    made.server?.stop();
  });

  return {
    get server() {
      if (made.server === undefined) throw new Error("There is no server yet.");
      return made.server;
    },
    get clock() {
      if (made.clock === undefined) throw new Error("There is no clock yet.");
      return made.clock;
    },
    start: async (): Promise<Backend> => {
      if (made.storage === undefined || made.clock === undefined) throw new Error("There is no storage yet.");
      const backend = await startBackend(made.storage, made.clock.env);
      apiKey ||= backend.apiKey;
      backends.push(backend);
      return { ...backend, apiKey };
    },
  };
}

const dueOf = async (backend: Backend, id: string) => (await getImport(backend, id)).schedule?.nextRunAt ?? "";

describe.each(databases)("a process that is killed around a scheduled run (%s)", (database) => {
  const on = scene(database);

  test("in its middle: it goes on, and every row is there once", async () => {
    let backend = await on.start();
    const file = on.server.serve("middle", csv("first", 1));
    const { id } = await startRecurring(backend, file);
    await whenRun(backend, id, 1);
    const records = 8000;
    file.text = csv("middle", records);
    on.clock.moveTo(await dueOf(backend, id));
    await eventually(async () => expect((await getImport(backend, id)).counts.received).toBeGreaterThan(1), {
      timeoutMs: 30_000,
      everyMs: 5,
    });
    await backend.kill();
    backend = await on.start();
    const ended = await whenRun(backend, id, 2);
    expect(ended).toMatchObject({ status: "finished", recordsDone: records, counts: { created: records } });
    expect((await getImport(backend, id)).counts).toMatchObject({ received: records + 1, created: records + 1 });
    const contacts = await send(backend, "GET", `/v5/contacts/count?filter.importId.equals=${id}`);
    expect(contacts.body).toEqual({ count: records + 1 });
    await backend.kill();
  }, 240_000);

  test("while its file is fetched, and wherever it was when it came due: one run for each time", async () => {
    let backend = await on.start();
    const file = on.server.serve("times", csv("t0-", 3));
    const { id } = await startRecurring(backend, file);
    await whenRun(backend, id, 1);

    let release = () => {};
    file.held = new Promise((resolve) => {
      release = resolve;
    });
    file.text = csv("t1-", 3);
    const asked = file.requests.length;
    on.clock.moveTo(await dueOf(backend, id));
    await eventually(() => expect(file.requests.length).toBeGreaterThan(asked), { timeoutMs: 30_000 });
    await backend.kill();
    release();
    backend = await on.start();
    await whenRun(backend, id, 2);

    const times = 4;
    for (let time = 2; time < 2 + times; time += 1) {
      file.text = csv(`t${time}-`, 3);
      const due = await dueOf(backend, id);
      on.clock.moveTo(due);
      // As soon as it is seen to have moved on, and sometimes before.
      if (time % 2 === 0) {
        await eventually(async () => expect(await dueOf(backend, id)).not.toBe(due), { timeoutMs: 30_000, everyMs: 1 });
      }
      await backend.kill();
      backend = await on.start();
      expect(await whenRun(backend, id, time + 1)).toMatchObject({ status: "finished", counts: { created: 3 } });
    }
    expect((await getImport(backend, id)).counts).toMatchObject({
      received: 3 * (2 + times),
      created: 3 * (2 + times),
    });
    await backend.kill();
  }, 240_000);
});

(databases.includes("postgres") ? describe : describe.skip)("two processes on one PostgreSQL", () => {
  const on = scene("postgres");

  test("twenty imports that are due: each is run once", async () => {
    const backend = await on.start();
    const other = await on.start();
    const count = 20;
    const made = await Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const file = on.server.serve(`two${index}`, csv(`a${index}-`, 2));
        return { file, index, id: (await startRecurring(index % 2 === 0 ? backend : other, file)).id };
      }),
    );
    for (const { id } of made) await whenRun(backend, id, 1);
    for (const { file, index } of made) file.text = csv(`b${index}-`, 2);
    on.clock.moveTo(await dueOf(backend, made[0]?.id ?? ""));
    for (const { id } of made) expect(await whenRun(other, id, 2)).toMatchObject({ counts: { created: 2 } });
    for (const { id } of made) {
      expect((await getImport(backend, id)).counts).toMatchObject({ received: 4, created: 4 });
      expect(await runsOf(backend, id)).toHaveLength(2);
    }
    await backend.stop();
    await other.stop();
  }, 240_000);
});
