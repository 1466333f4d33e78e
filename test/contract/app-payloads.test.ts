import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { databases } from "../helpers/backend.ts";
import { runningBackend } from "../helpers/running-backend.ts";

const folder = path.join(__dirname, "../fixtures/payloads");
const payloads = readdirSync(folder).map((file) => JSON.parse(readFileSync(path.join(folder, file), "utf8")));

describe.each(databases)("eight apps' own JSON, sent to the webhook that the first start prints (%s)", (database) => {
  const running = runningBackend(database);

  test.each(payloads)("$app becomes the contact that it means", async ({ payload, expected }) => {
    const answer = await fetch(running.backend.webhookUrl, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(payload),
    });
    expect(await answer.json()).toMatchObject({ outcome: "created" });
    expect(answer.status).toBe(200);

    const found = await send(
      running.backend,
      "GET",
      `/v5/contacts?filter.email.equals=${encodeURIComponent(expected.contact.email)}`,
    );
    expect(found.body).toHaveLength(1);
    expect(found.body[0]).toMatchObject({
      ...expected.contact,
      ...(expected.company && { company: expected.company }),
    });
  });

  test("every one of them is a row, and the counts add up", async () => {
    const [webhook] = (await send(running.backend, "GET", "/v5/imports")).body;
    expect(webhook.counts).toMatchObject({ received: payloads.length, created: payloads.length, rejected: 0 });
    const rows = (await send(running.backend, "GET", `/v5/imports/${webhook.id}/rows`)).body;
    expect(rows).toHaveLength(payloads.length);
  });

  test("the same payload sent again changes nothing", async () => {
    const [first] = payloads;
    const answer = await fetch(running.backend.webhookUrl, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(first.payload),
    });
    expect(await answer.json()).toMatchObject({ outcome: "unchanged", changed: [] });
  });
});
