import { describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { createStorage, databases, startBackend } from "../helpers/backend.ts";
import { eventually } from "../helpers/eventually.ts";
import { prospectsCommand } from "../helpers/prospects-command.ts";

const limit = 9000;

/** An embedded database has one process at a time; PostgreSQL's work at it together. */
describe.each(databases)("processes killed in the middle of a run over prospects (%s)", (database) => {
  test("are followed by others, and nobody is taken in twice", async () => {
    const storage = await createStorage(database);
    expect(await prospectsCommand(storage, "generate", "10000")).toMatchObject({ code: 0 });
    const processes = database === "embedded" ? 1 : 2;
    const start = async () => {
      const first = await startBackend(storage);
      const others = processes === 1 ? [] : [await startBackend(storage)];
      return [first, ...others];
    };
    let backends = await start();
    const apiKey = backends[0]?.apiKey ?? "";
    const call = (method: string, path: string, body?: unknown) =>
      send({ url: backends[0]?.url ?? "", apiKey, organizationId: "" }, method, `/v5${path}`, body);

    const made = await call("POST", "/imports", { name: "Many", method: "prospect", prospects: { search: {}, limit } });
    const path = `/imports/${made.body.id}`;
    expect((await call("POST", `${path}/start`)).status).toBe(200);
    for (const least of [1, 3000]) {
      await eventually(
        async () => expect((await call("GET", path)).body.counts.received).toBeGreaterThanOrEqual(least),
        { timeoutMs: 60_000, everyMs: 10 },
      );
      await Promise.all(backends.map((backend) => backend.kill()));
      backends = await start();
    }
    const ended = await eventually(
      async () => {
        const found = (await call("GET", path)).body;
        expect(found.status).toBe("completed");
        return found;
      },
      { timeoutMs: 120_000, everyMs: 250 },
    );
    expect(ended.counts).toMatchObject({ received: limit, created: limit });
    expect(ended.lastRun).toMatchObject({ status: "finished", recordsDone: limit });
    expect((await call("GET", `/contacts/count?filter.importId.equals=${made.body.id}`)).body).toEqual({
      count: limit,
    });

    // The rest, and no one of the others again.
    await call("POST", `${path}/start`);
    await eventually(
      async () =>
        expect((await call("GET", path)).body).toMatchObject({
          status: "completed",
          counts: { received: 10_000, created: 10_000 },
        }),
      { timeoutMs: 60_000 },
    );
    await Promise.all(backends.map((backend) => backend.stop()));
    await storage.remove();
  }, 300_000);
});
