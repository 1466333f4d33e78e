import { importSchema } from "@firstquadrant/core-client/schemas";
import { describe, expect, test } from "@jest/globals";
import { clientOf, send } from "../helpers/api.ts";
import { databases } from "../helpers/backend.ts";
import { draftImport, runningBackend } from "../helpers/running-backend.ts";

const mornings = { cron: "0 9 * * 1-5", timeZone: "Europe/Berlin" };
const nobody = { search: { filters: { "country.equals": "AQ" } }, limit: 1 };
const recurring = { method: "prospect", prospects: nobody, mode: "recurring", schedule: mornings } as const;

describe.each(databases)("schedules (%s)", (database) => {
  const running = runningBackend(database);
  let made = 0;
  const post = (body: object) => {
    made += 1;
    return send(running.backend, "POST", "/v5/imports", { name: `Scheduled ${made}`, ...recurring, ...body });
  };
  const patch = (id: string, body: object) => send(running.backend, "PATCH", `/v5/imports/${id}`, body);
  const move = (id: string, to: string) => send(running.backend, "POST", `/v5/imports/${id}/${to}`);

  test("an import is due from its start to its completion, and not as a draft", async () => {
    const { status, body: draft } = await post({ schedule: { cron: " 0  9 * * 1-5 ", timeZone: "europe/berlin" } });
    expect(status).toBe(201);
    expect(importSchema.safeParse(draft).error).toBeUndefined();
    expect(draft).toMatchObject({ mode: "recurring", schedule: { ...mornings, nextRunAt: null } });

    const { body: started } = await move(draft.id, "start");
    expect(started.status).toBe("running");
    const due = new Date(started.schedule.nextRunAt);
    expect(due.getTime()).toBeGreaterThan(Date.parse(started.startedAt));
    expect(due.toLocaleTimeString("en-GB", { timeZone: "Europe/Berlin" })).toBe("09:00:00");
    expect((await send(running.backend, "GET", `/v5/imports/${draft.id}`)).body.schedule).toEqual(started.schedule);
    const [event] = (await send(running.backend, "GET", `/v5/events?filter.importId.equals=${draft.id}`)).body;
    expect(event.data.import.schedule).toEqual(started.schedule);

    expect((await move(draft.id, "complete")).body.schedule).toEqual({ ...mornings, nextRunAt: null });
    expect((await move(draft.id, "start")).body.schedule).toEqual(started.schedule);
  });

  test("a schedule that is changed while the import runs is due by the new one", async () => {
    const { body: draft } = await post({});
    expect((await patch(draft.id, { schedule: { cron: "30 7 * * *", timeZone: "UTC" } })).body.schedule).toEqual({
      cron: "30 7 * * *",
      timeZone: "UTC",
      nextRunAt: null,
    });
    await move(draft.id, "start");
    const changed = await patch(draft.id, { schedule: { cron: "0 12 * * *", timeZone: "Asia/Tokyo" } });
    expect(changed.body.schedule.nextRunAt).toMatch(/T03:00:00\.000Z$/);
    const untouched = await patch(draft.id, { onConflict: "createOnly" });
    expect(untouched.body.schedule).toEqual(changed.body.schedule);
    const once = await patch(draft.id, { mode: "once" });
    expect(once.body).toMatchObject({ mode: "once", schedule: null });
  });

  test.each([
    ["too few fields", { cron: "0 9 * *", timeZone: "UTC" }, "schedule.cron", "must have five fields, and has 4"],
    ["seconds", { cron: "0 0 9 * * *", timeZone: "UTC" }, "schedule.cron", "must have five fields, and has 6"],
    ["a nickname", { cron: "@daily", timeZone: "UTC" }, "schedule.cron", "must have five fields, and has 1"],
    ["an hour that is none", { cron: "0 25 * * *", timeZone: "UTC" }, "schedule.cron", /25/],
    ["words", { cron: "every day at nine o'clock", timeZone: "UTC" }, "schedule.cron", /cannot be read/],
    ["31 February", { cron: "0 0 31 2 *", timeZone: "UTC" }, "schedule.cron", "is never due"],
    ["a zone that is none", { cron: "0 9 * * *", timeZone: "Mars/Base" }, "schedule.timeZone", /is no time zone/],
    ["an offset", { cron: "0 9 * * *", timeZone: "+02:00" }, "schedule.timeZone", /is no time zone/],
  ])("a schedule with %s is refused, when it is made and when it is changed", async (_, schedule, field, message) => {
    const { body: draft } = await post({});
    const matching = typeof message === "string" ? message : expect.stringMatching(message);
    const refusal = { status: 422, body: { code: "validation_error", details: [{ field, message: matching }] } };
    expect(await post({ schedule })).toMatchObject(refusal);
    expect(await patch(draft.id, { schedule })).toMatchObject(refusal);
    expect((await send(running.backend, "GET", `/v5/imports/${draft.id}`)).body).toEqual(draft);
  });

  test("mode and schedule go together", async () => {
    const refusal = (field: string) => ({ status: 422, body: { details: [{ field }] } });
    expect(await post({ schedule: undefined })).toMatchObject(refusal("schedule"));
    expect(await post({ schedule: null })).toMatchObject(refusal("schedule"));
    expect(await post({ mode: "once" })).toMatchObject(refusal("schedule"));
    expect(await post({ mode: undefined })).toMatchObject(refusal("schedule"));
    expect(await post({ method: "webhook", prospects: undefined })).toMatchObject(refusal("mode"));
    expect(await post({ method: "app", app: "zapier", prospects: undefined })).toMatchObject(refusal("mode"));
    const { id } = await draftImport(running.backend, { method: "upload" });
    expect(await patch(id, { mode: "recurring" })).toMatchObject(refusal("schedule"));
    expect(await patch(id, { schedule: mornings })).toMatchObject(refusal("schedule"));
    expect(await patch(id, { mode: "recurring", schedule: mornings })).toMatchObject({ status: 200 });
    expect(await patch(id, { schedule: null })).toMatchObject(refusal("schedule"));
    const start = { name: "Nobody scheduled it", method: "upload", mode: "recurring" };
    expect(await send(running.backend, "PUT", "/v5/imports/start", start)).toMatchObject(refusal("schedule"));
    const found = await send(running.backend, "GET", "/v5/imports?filter.name.equals=Nobody scheduled it");
    expect(found.body).toEqual([]);
  });

  test("an import that does not run, or has nothing to work through, is not run now", async () => {
    const client = clientOf(running.backend);
    const { id } = await draftImport(running.backend, { method: "upload", fieldMapping: { email: "Email" } });
    await expect(client.imports.run(id)).rejects.toMatchObject({ code: "import_not_running" });
    const webhook = await draftImport(running.backend);
    await client.imports.start(webhook.id);
    await expect(client.imports.run(webhook.id)).rejects.toMatchObject({ code: "validation_error" });
    await expect(client.imports.run("imp_none")).rejects.toMatchObject({ code: "not_found" });
  });
});
