import { readFileSync } from "node:fs";
import path from "node:path";
import { presetFor } from "@firstquadrant/core-client";
import { describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { databases } from "../helpers/backend.ts";
import { draftImport, runningBackend } from "../helpers/running-backend.ts";

const { payload: booking, expected } = JSON.parse(
  readFileSync(path.join(__dirname, "../fixtures/payloads/cal-com.json"), "utf8"),
);

/** What Cal.com's “Ping test” sends: a meeting of two people who do not exist. */
const ping = {
  triggerEvent: "PING",
  createdAt: "2026-10-08T15:53:05.413Z",
  payload: {
    type: "Test",
    title: "Test trigger event",
    startTime: "2026-10-08T15:53:05.413Z",
    endTime: "2026-10-08T15:53:05.413Z",
    attendees: [{ email: "jdoe@example.com", name: "John Doe", timeZone: "Europe/London", language: { locale: "en" } }],
    organizer: { name: "Cal", email: "no-reply@cal.com", timeZone: "Europe/London", language: { locale: "en" } },
  },
};

describe.each(databases)("the address of a trigger, pasted into Cal.com (%s)", (database) => {
  const running = runningBackend(database);

  async function post(url: string, body: unknown) {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Cal-Signature-256": "no-secret-provided" },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: JSON.parse(await answer.text()) };
  }

  test("answers a ping well in every status, and makes nobody of it", async () => {
    const { backend } = running;
    const draft = await draftImport(backend, { fieldMapping: presetFor("cal.com")?.fieldMapping ?? null });
    const { url } = draft.trigger;
    expect(await post(url, ping)).toMatchObject({ status: 202, body: { outcome: "sampled" } });

    await send(backend, "POST", `/v5/imports/${draft.id}/start`);
    const tested = await post(url, ping);
    expect(tested).toMatchObject({ status: 202, body: { outcome: "tested", import: { id: draft.id } } });
    expect(tested.body.message).toContain("is running");

    expect(await post(url, booking)).toMatchObject({
      status: 200,
      body: { outcome: "created", contact: expected.contact },
    });
    await send(backend, "POST", `/v5/imports/${draft.id}/complete`);
    expect(await post(url, ping)).toMatchObject({ status: 202, body: { outcome: "tested" } });

    const after = (await send(backend, "GET", `/v5/imports/${draft.id}`)).body;
    expect(after).toMatchObject({ counts: { received: 1, created: 1 }, samples: 1, lateRecords: 0 });
    expect((await send(backend, "GET", "/v5/contacts/count?filter.email.equals=jdoe@example.com")).body.count).toBe(0);
  });

  test("takes no more than 1,000 records at once, in whatever form, and stores none of more", async () => {
    const { backend } = running;
    const { id, trigger } = await draftImport(backend);
    await send(backend, "POST", `/v5/imports/${id}/start`);
    const records = Array.from({ length: 1001 }, (_, index) => ({ contact: { email: `m${index}@many.example` } }));
    const forms = [
      ["application/json", JSON.stringify(records)],
      ["application/x-ndjson", records.map((one) => JSON.stringify(one)).join("\n")],
    ] as const;
    for (const [type, body] of forms) {
      const answer = await fetch(trigger.url, { method: "POST", headers: { "Content-Type": type }, body });
      expect(answer.status).toBe(422);
      expect(await answer.json()).toMatchObject({ description: expect.stringContaining("1 to 1000 records") });
    }
    const batch = await send(backend, "POST", `/v5/imports/${id}/contacts/batch`, { records });
    expect(batch).toMatchObject({ status: 422, body: { details: [{ field: "records" }] } });
    expect((await send(backend, "GET", `/v5/imports/${id}`)).body.counts.received).toBe(0);
  });
});
