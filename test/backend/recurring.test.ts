import { readdirSync } from "node:fs";
import path from "node:path";
import { importRunSchema } from "@firstquadrant/core-client/schemas";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { type Backend, createStorage, databases, type Storage, startBackend } from "../helpers/backend.ts";
import { eventually } from "../helpers/eventually.ts";
import { startFileServer } from "../helpers/file-server.ts";
import { createMovedClock, type MovedClock } from "../helpers/moved-clock.ts";
import { daily, getImport, runsOf, startRecurring, whenRun } from "../helpers/recurring.ts";

const csv = (...names: string[]) =>
  `Email,Name\n${names.map((name) => `${name}@recurring.example,${name}\n`).join("")}`;

describe.each(databases)("recurring imports of a file that is fetched (%s)", (database) => {
  let server: Awaited<ReturnType<typeof startFileServer>>;
  let clock: MovedClock;
  let storage: Storage;
  let backend: Backend;

  const start = async () => {
    const apiKey = backend?.apiKey;
    backend = await startBackend(storage, { ...clock.env, FETCH_WAITS: "60,120" });
    if (apiKey !== undefined) backend = { ...backend, apiKey };
  };

  beforeAll(async () => {
    server = await startFileServer();
    clock = createMovedClock();
    storage = await createStorage(database);
    await start();
  });

  afterAll(async () => {
    await backend?.stop();
    await storage?.remove();
    clock?.remove();
    server?.stop();
  });

  /** Puts the clock forward to when an import is due next. */
  const comeDue = async (id: string) => {
    const { schedule } = await getImport(backend, id);
    clock.moveTo(schedule?.nextRunAt ?? "");
  };
  const patch = (id: string, body: object) => send(backend, "PATCH", `/v5/imports/${id}`, body);

  test("takes in at its start and whenever it is due what is new, and says when nothing is", async () => {
    const file = server.serve("news", csv("ada"));
    const { id } = await startRecurring(backend, file);
    const first = await whenRun(backend, id, 1);
    expect(importRunSchema.safeParse(first).error).toBeUndefined();
    expect(first).toMatchObject({ status: "finished", isUnchanged: false, counts: { received: 1, created: 1 } });
    expect(first.fileId).toMatch(/^fil_/);

    await comeDue(id);
    expect(await whenRun(backend, id, 2)).toMatchObject({ status: "finished", isUnchanged: true, recordsDone: 0 });
    expect(file.requests.at(-1)).toHaveProperty("if-none-match");

    file.hasVersion = false;
    await comeDue(id);
    expect(await whenRun(backend, id, 3)).toMatchObject({ status: "finished", isUnchanged: true });

    file.text = csv("ada", "grace");
    await comeDue(id);
    const changed = await whenRun(backend, id, 4);
    expect(changed).toMatchObject({ isUnchanged: false, counts: { received: 2, created: 1, unchanged: 1 } });

    const running = await getImport(backend, id);
    expect(running).toMatchObject({ status: "running", sourceUrl: file.url, counts: { received: 3 } });
    expect(Date.parse(running.schedule?.nextRunAt ?? "")).toBeGreaterThan(clock.now().getTime());
    const query = `filter.importId.equals=${id}&filter.type.equals=import.run_finished`;
    const { body: events } = await send(backend, "GET", `/v5/events?${query}`);
    expect(events).toHaveLength(4);
    expect(events[2].data.run).toMatchObject({ isUnchanged: true, counts: { received: 0 } });
    expect(JSON.stringify(events)).not.toContain("s3cret");
    expect(backend.log()).not.toContain("s3cret");
  }, 120_000);

  test("what did not change is worked through again when the import was changed, or the run undone", async () => {
    const file = server.serve("again", csv("mary"));
    const { id } = await startRecurring(backend, file, { fieldMapping: { email: "Email" } });
    await whenRun(backend, id, 1);
    await patch(id, { fieldMapping: { email: "Email", firstName: "Name" } });
    expect((await send(backend, "POST", `/v5/imports/${id}/run`)).status).toBe(200);
    const mapped = await whenRun(backend, id, 2);
    expect(mapped).toMatchObject({ isUnchanged: false, counts: { received: 1, updated: 1 } });

    await send(backend, "POST", `/v5/imports/${id}/undo`, { runId: mapped.id });
    await comeDue(id);
    expect(await whenRun(backend, id, 3)).toMatchObject({ isUnchanged: false, counts: { received: 1, updated: 1 } });
    const before = (await getImport(backend, id)).schedule;
    await send(backend, "POST", `/v5/imports/${id}/run`);
    expect(await whenRun(backend, id, 4)).toMatchObject({ isUnchanged: true });
    expect((await getImport(backend, id)).schedule).toEqual(before);
  }, 120_000);

  test("a file that cannot be fetched is tried again, then given up, and fetched when it is due anew", async () => {
    const file = server.serve("away", csv("joan"));
    const { id } = await startRecurring(backend, file);
    await whenRun(backend, id, 1);
    file.text = csv("joan", "edith");
    file.status = 503;
    await comeDue(id);
    const waiting = () =>
      eventually(
        async () => {
          const run = (await runsOf(backend, id)).at(-1);
          expect(run).toMatchObject({ status: "waiting", error: expect.stringContaining("answered 503") });
          return run?.error ?? "";
        },
        { timeoutMs: 30_000 },
      );
    const said = await waiting();
    expect(said).not.toContain("s3cret");
    const [, again = ""] = /tried again at (\S+)\.$/.exec(said) ?? [];
    clock.moveTo(again);
    await eventually(async () => expect(await waiting()).not.toBe(said), { timeoutMs: 30_000 });
    clock.moveTo(new Date(clock.now().getTime() + 120_000));
    const failed = await whenRun(backend, id, 2);
    expect(failed).toMatchObject({ status: "failed", counts: { received: 0 } });
    expect(failed.error).toMatch(/answered 503\.$/);
    expect(await getImport(backend, id)).toMatchObject({ status: "running", lastRun: { id: failed.id } });

    file.status = 200;
    await comeDue(id);
    expect(await whenRun(backend, id, 3)).toMatchObject({ status: "finished", error: null, counts: { created: 1 } });
  }, 120_000);

  test("an address that was mended is tried when somebody wants it, and not only when it is time to", async () => {
    const file = server.serve("right", csv("lotte"));
    const wrong = server.serve("wrong", csv("nobody"));
    wrong.status = 404;
    const { id } = await startRecurring(backend, wrong);
    await eventually(
      async () =>
        expect((await runsOf(backend, id)).at(-1)).toMatchObject({
          status: "waiting",
          error: expect.stringContaining("404"),
        }),
      { timeoutMs: 30_000 },
    );
    await patch(id, { sourceUrl: file.url });
    await send(backend, "POST", `/v5/imports/${id}/run`);
    expect(await whenRun(backend, id, 1)).toMatchObject({ status: "finished", error: null, counts: { created: 1 } });
  }, 120_000);

  test("a column that is gone fails the run with its reason, and no row is rejected", async () => {
    const file = server.serve("columns", csv("rosa"));
    const { id } = await startRecurring(backend, file);
    await whenRun(backend, id, 1);
    file.text = csv("rosa", "lise").replace("Email", "Contact address");
    await comeDue(id);
    const failed = await whenRun(backend, id, 2);
    expect(failed).toMatchObject({ status: "failed", counts: { received: 0, rejected: 0 } });
    expect(failed.error).toContain('there is no "Email" for email');
    expect(await getImport(backend, id)).toMatchObject({ status: "running", counts: { received: 1, rejected: 0 } });

    await patch(id, { fieldMapping: { email: "Contact address", name: "Name" } });
    await send(backend, "POST", `/v5/imports/${id}/run`);
    expect(await whenRun(backend, id, 3)).toMatchObject({ status: "finished", counts: { received: 2, created: 1 } });
  }, 120_000);

  test("the format that a person said of the first file holds for the later ones", async () => {
    const file = server.serve("latin", "");
    file.text = "exported;today\nEmail;Name\nzoe@recurring.example;Zoe\n";
    const { body: draft } = await send(backend, "POST", "/v5/imports", {
      name: "Formatted",
      method: "upload",
      mode: "recurring",
      schedule: daily,
      fieldMapping: { email: "Email", name: "Name" },
    });
    const { body: put } = await send(backend, "PUT", `/v5/imports/${draft.id}/file?headerRow=2`, { url: file.url });
    expect(put.format).toMatchObject({ headerRow: 2, columns: ["Email", "Name"] });
    expect(await getImport(backend, draft.id)).toMatchObject({ sourceUrl: file.url });
    await send(backend, "POST", `/v5/imports/${draft.id}/start`);
    const first = await whenRun(backend, draft.id, 1);
    expect(first).toMatchObject({ fileId: put.id, counts: { created: 1 } });
    expect(file.requests).toHaveLength(1);
    await comeDue(draft.id);
    expect(await whenRun(backend, draft.id, 2)).toMatchObject({ isUnchanged: true });
    file.text = "exported;tomorrow\nEmail;Name\nyves@recurring.example;Yves\n";
    await comeDue(draft.id);
    expect(await whenRun(backend, draft.id, 3)).toMatchObject({ counts: { received: 1, created: 1 } });
  }, 120_000);

  test("what is due while a run works is made up once, after it", async () => {
    const file = server.serve("slow", csv("inge"));
    const { id } = await startRecurring(backend, file);
    await whenRun(backend, id, 1);
    let release = () => {};
    file.held = new Promise((resolve) => {
      release = resolve;
    });
    const asked = file.requests.length;
    await comeDue(id);
    await eventually(() => expect(file.requests.length).toBeGreaterThan(asked), { timeoutMs: 30_000 });
    const between = server.serve("between", csv("uma"));
    for (let days = 0; days < 3; days += 1)
      await comeDue(id).then(() => clock.moveTo(new Date(clock.now().getTime() + 86_400_000)));
    // Another import is begun with, so this one was looked at as well.
    const other = await startRecurring(backend, between);
    await comeDue(other.id);
    await eventually(
      async () => expect((await getImport(backend, other.id)).schedule?.nextRunAt).not.toBe(other.schedule?.nextRunAt),
      {
        timeoutMs: 30_000,
      },
    );
    expect(await runsOf(backend, id)).toHaveLength(2);
    release();
    await whenRun(backend, id, 3);
    expect(Date.parse((await getImport(backend, id)).schedule?.nextRunAt ?? "")).toBeGreaterThan(clock.now().getTime());
  }, 120_000);

  test("times that passed while no process ran are made up by one run; a completed import has none", async () => {
    const file = server.serve("down", csv("emmy"));
    const { id } = await startRecurring(backend, file);
    const over = await startRecurring(backend, server.serve("over", csv("olga")));
    await whenRun(backend, id, 1);
    await whenRun(backend, over.id, 1);
    await send(backend, "POST", `/v5/imports/${over.id}/complete`);
    await backend.stop();
    file.text = csv("emmy", "hedy");
    clock.moveTo(new Date(clock.now().getTime() + 5 * 86_400_000));
    await start();
    expect(await whenRun(backend, id, 2)).toMatchObject({ counts: { received: 2, created: 1 } });
    const { schedule } = await getImport(backend, id);
    const next = Date.parse(schedule?.nextRunAt ?? "");
    expect(next).toBeGreaterThan(clock.now().getTime());
    expect(next).toBeLessThanOrEqual(clock.now().getTime() + 86_400_000);
    await comeDue(id);
    await whenRun(backend, id, 3);
    expect(await runsOf(backend, over.id)).toHaveLength(1);
    expect(await getImport(backend, over.id)).toMatchObject({ status: "completed", schedule: { nextRunAt: null } });
  }, 120_000);

  test("of the files that were fetched the newest few are kept", async () => {
    const file = server.serve("many", csv("v0"));
    const { id } = await startRecurring(backend, file);
    await whenRun(backend, id, 1);
    for (let version = 1; version <= 7; version += 1) {
      file.text = csv(`v${version}`);
      await send(backend, "POST", `/v5/imports/${id}/run`);
      await whenRun(backend, id, version + 1);
    }
    const files = (await send(backend, "GET", `/v5/imports/${id}/files`)).body.map((one: { id: string }) => one.id);
    expect(files).toHaveLength(5);
    const stored = readdirSync(path.join(storage.env.DATA_DIR ?? "", "files", backend.organizationId));
    const fetched = (await runsOf(backend, id)).map(({ fileId }) => fileId ?? "");
    expect(stored.filter((name) => fetched.includes(name)).toSorted()).toEqual(files.toSorted());
    await send(backend, "POST", `/v5/imports/${id}/run`);
    expect(await whenRun(backend, id, 9)).toMatchObject({ isUnchanged: true });
  }, 120_000);

  test("without a file or an address it is not started; an address that cannot be one is refused", async () => {
    const refusal = (field: string) => ({ status: 422, body: { code: "validation_error", details: [{ field }] } });
    const input = { name: "Nothing yet", method: "upload", mode: "recurring", schedule: daily };
    const { body: draft } = await send(backend, "POST", "/v5/imports", input);
    const begin = () => send(backend, "POST", `/v5/imports/${draft.id}/start`);
    expect(await begin()).toMatchObject(refusal("sourceUrl"));
    for (const sourceUrl of ["contacts.csv", "ftp://example.com/a.csv", "https://me:secret@example.com/a.csv"]) {
      expect(await patch(draft.id, { sourceUrl })).toMatchObject(refusal("sourceUrl"));
      expect(await send(backend, "POST", "/v5/imports", { ...input, name: "No", sourceUrl })).toMatchObject(
        refusal("sourceUrl"),
      );
    }
    const webhook = { name: "No", method: "webhook", sourceUrl: "https://example.com/a.csv" };
    expect(await send(backend, "POST", "/v5/imports", webhook)).toMatchObject(refusal("sourceUrl"));
    expect(await patch(draft.id, { sourceUrl: "https://example.com/a.csv" })).toMatchObject({
      status: 200,
      body: { sourceUrl: "https://example.com/a.csv" },
    });
    expect(await begin()).toMatchObject(refusal("fieldMapping"));
    expect((await patch(draft.id, { sourceUrl: null })).body).toMatchObject({ sourceUrl: null });
    expect(await begin()).toMatchObject(refusal("sourceUrl"));
  });
});
