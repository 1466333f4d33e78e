import { importProgressSchema } from "@firstquadrant/core-client/schemas";
import { describe, expect, test } from "@jest/globals";
import { progressOf } from "../../backend/src/runs/progress.ts";
import type { RunRecord } from "../../backend/src/runs/run-record.ts";
import { clientOf, send } from "../helpers/api.ts";
import { type Backend, databases } from "../helpers/backend.ts";
import { eventually } from "../helpers/eventually.ts";
import { draftImport, runningBackend, runningImport } from "../helpers/running-backend.ts";

/** What a stream of events said, and whether it was closed; comments are left out. */
interface Heard {
  events: { event: string; data: ReturnType<typeof JSON.parse> }[];
  isClosed: boolean;
  type: string | null;
}

async function listenTo(backend: Backend, importId: string): Promise<Heard> {
  const answer = await fetch(`${backend.url}/v5/imports/${importId}/progress`, {
    headers: { Authorization: `Bearer ${backend.apiKey}`, Accept: "text/event-stream" },
  });
  const heard: Heard = { events: [], isClosed: false, type: answer.headers.get("content-type") };
  const read = async () => {
    let text = "";
    for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk;
      const whole = text.split("\n\n");
      text = whole.pop() ?? "";
      for (const one of whole) {
        const [, event, data] = /^event: (.+)\ndata: (.+)$/.exec(one) ?? [];
        if (event !== undefined && data !== undefined) heard.events.push({ event, data: JSON.parse(data) });
      }
    }
    heard.isClosed = true;
  };
  void read();
  return heard;
}

const fieldMapping = { email: "Email", name: "Name" };

const fileOf = (records: number): string =>
  `Email,Name\n${Array.from({ length: records }, (_, index) => `p${index}@progress.example,Person ${index}`).join("\n")}\n`;

describe.each(databases)("progress (%s)", (database) => {
  const running = runningBackend(database);
  const call = (method: string, path: string, body?: unknown) => send(running.backend, method, `/v5${path}`, body);
  const upload = (id: string, text: string) =>
    send(running.backend, "PUT", `/v5/imports/${id}/file`, text, { "Content-Type": "text/csv" });

  test("is told as a run moves on, the same to all who listen, until it ends", async () => {
    const records = 6000;
    const { id } = await draftImport(running.backend, { method: "upload", fieldMapping });
    await upload(id, fileOf(records));
    await call("POST", `/imports/${id}/start`);
    const listeners = await Promise.all([1, 2, 3].map(() => listenTo(running.backend, id)));
    await eventually(() => expect(listeners.map(({ isClosed }) => isClosed)).toEqual([true, true, true]), {
      timeoutMs: 60_000,
    });
    for (const { events, type } of listeners) {
      expect(type).toBe("text/event-stream; charset=utf-8");
      expect(events.map(({ event }) => event)).toEqual([...events.slice(1).map(() => "progress"), "end"]);
      for (const { data } of events) expect(importProgressSchema.safeParse(data).error).toBeUndefined();
      const done = events.map(({ data }) => data.recordsDone);
      expect(done).toEqual(done.toSorted((one, other) => one - other));
      const percents = events.map(({ data }) => data.percent ?? 0);
      expect(percents).toEqual(percents.toSorted((one, other) => one - other));
      expect(events.at(-1)?.data).toMatchObject({
        run: { status: "finished", counts: { received: records } },
        recordsDone: records,
        recordsTotal: records,
        isTotalExact: true,
        recordsPerSecond: null,
        secondsLeft: 0,
        percent: 100,
      });
    }
    const once = await clientOf(running.backend).imports.progress(id);
    expect(once).toEqual(listeners[0]?.events.at(-1)?.data);
    expect(once.bytesDone).toBe(once.bytesTotal);
    expect((await call("GET", `/imports/${id}`)).body.lastRun).toMatchObject({ percent: 100, recordsTotal: records });
  });

  test("of an import without a run is nothing, and told once; it needs a key that may read", async () => {
    const { id } = await runningImport(running.backend);
    const heard = await listenTo(running.backend, id);
    await eventually(() => expect(heard.isClosed).toBe(true));
    expect(heard.events.map(({ event }) => event)).toEqual(["progress", "end"]);
    expect((await call("GET", `/imports/${id}/progress`)).body).toMatchObject({ run: null, percent: null });
    expect((await call("GET", "/imports/imp_none/progress")).status).toBe(404);
    const nobody = { ...running.backend, apiKey: "fqa_wrong" };
    expect(
      (await send(nobody, "GET", `/v5/imports/${id}/progress`, undefined, { Accept: "text/event-stream" })).status,
    ).toBe(401);
  });

  test("is cut off, without an end, when the service ends", async () => {
    const { id } = await draftImport(running.backend, { method: "upload", fieldMapping });
    await upload(id, fileOf(30_000));
    await call("POST", `/imports/${id}/start`);
    const heard = await listenTo(running.backend, id);
    await eventually(() => expect(heard.events).not.toEqual([]));
    await running.restart();
    expect(heard.isClosed).toBe(true);
    expect(heard.events.map(({ event }) => event)).not.toContain("end");
    // The next process goes on with the run, and tells of it.
    const again = await listenTo(running.backend, id);
    await eventually(() => expect(again.events.at(-1)?.data.percent).toBeGreaterThan(0), { timeoutMs: 30_000 });
    await call("POST", `/imports/${id}/complete`);
  });
});

describe("how far a run is", () => {
  const now = new Date("2026-11-22T12:00:00Z");
  const counts = {
    received: 0,
    scheduled: 0,
    created: 0,
    updated: 0,
    unchanged: 0,
    skipped: 0,
    unqualified: 0,
    rejected: 0,
  };
  const moving: RunRecord = {
    ...counts,
    organization_id: "org_1",
    id: "run_1",
    import_id: "imp_1",
    status: "running",
    source: { fileId: "fil_1" },
    place: 250,
    bytes_done: 1000,
    bytes_total: 4000,
    moved_at: new Date("2026-11-22T11:59:59Z"),
    records_per_second: 50,
    attempts: 0,
    is_unchanged: false,
    error: null,
    created_at: now,
    started_at: now,
    ended_at: null,
  };

  test("follows from the bytes that its records took", () => {
    expect(progressOf(moving, now)).toMatchObject({
      recordsTotal: 1000,
      isTotalExact: false,
      recordsPerSecond: 50,
      secondsLeft: 15,
      percent: 25,
    });
  });

  test("is not all of it before its end, however much was read", () => {
    expect(progressOf({ ...moving, bytes_done: 4000 }, now).percent).toBe(99.9);
    expect(progressOf({ ...moving, status: "finished" }, now)).toMatchObject({ percent: 100, recordsTotal: 250 });
  });

  test("says nothing of the end while it does not move", () => {
    const stuck = { ...moving, moved_at: new Date("2026-11-22T11:59:00Z") };
    expect(progressOf(stuck, now)).toMatchObject({ recordsPerSecond: null, secondsLeft: null, percent: 25 });
    expect(progressOf({ ...moving, status: "waiting" }, now)).toMatchObject({ recordsPerSecond: null });
    expect(progressOf({ ...moving, bytes_done: null }, now)).toMatchObject({ recordsTotal: null, percent: null });
  });
});
