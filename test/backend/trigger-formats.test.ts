import { describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { databases } from "../helpers/backend.ts";
import { runningBackend, runningImport } from "../helpers/running-backend.ts";

const bodyLimit = 200_000;

describe.each(databases)("what may be posted to a trigger (%s)", (database) => {
  const running = runningBackend(database, { BODY_LIMIT_BYTES: String(bodyLimit) });

  async function post(url: string, body: string | undefined, type: string | undefined) {
    const response = await fetch(url, {
      method: "POST",
      headers: type === undefined ? {} : { "Content-Type": type },
      ...(body !== undefined && { body }),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
  }

  test.each([
    ["application/json", '{"contact":{"email":"json@example.com"}}'],
    ["application/json; charset=utf-8", '{"contact":{"email":"charset@example.com"}}'],
    ["application/vnd.app.v2+json", '{"contact":{"email":"vendor@example.com"}}'],
    ["application/json", '\uFEFF{"contact":{"email":"marked@example.com"}}'],
    ["text/plain", '{"contact":{"email":"plain@example.com"}}'],
    ["application/x-www-form-urlencoded", "contact[email]=form@example.com&contact[name]=Ada+Lovelace&clear[]=phone"],
    ["application/x-www-form-urlencoded", "contact%5Bemail%5D=encoded%40example.com"],
  ])("one record as %s: %s", async (type, body) => {
    const { trigger } = await runningImport(running.backend);
    expect(await post(trigger.url, body, type)).toMatchObject({
      status: 200,
      body: { outcome: "created", warnings: [] },
    });
  });

  test("a list has one result for each, as have lines", async () => {
    const { id, trigger } = await runningImport(running.backend);
    const list = JSON.stringify([
      { contact: { email: "a@example.com" } },
      { contact: {} },
      { contact: { email: "b@example.com" } },
    ]);
    const asList = await post(trigger.url, list, "application/json");
    expect(asList).toMatchObject({
      status: 200,
      body: {
        results: [
          { index: 0, outcome: "created" },
          { index: 1, outcome: "rejected" },
          { index: 2, outcome: "created" },
        ],
      },
    });
    const lines = '{"contact":{"email":"c@example.com"}}\r\n\n{"contact":{"email":"d@example.com"}}\n';
    const asLines = await post(trigger.url, lines, "application/x-ndjson");
    expect(asLines.body.results).toMatchObject([{ outcome: "created" }, { outcome: "created" }]);
    expect((await send(running.backend, "GET", `/v5/imports/${id}`)).body.counts).toMatchObject({
      received: 5,
      created: 4,
    });
  });

  test("a form's nested names are a record, and a mapping reads any app's own", async () => {
    const { trigger } = await runningImport(running.backend, {
      fieldMapping: { email: "data.merges.EMAIL", firstName: "data.merges.FNAME", tags: "data.groups" },
    });
    const form =
      "type=subscribe&data[merges][EMAIL]=form2@example.com&data[merges][FNAME]=Ada&data[groups][]=x&data[groups][]=y";
    const answer = await post(trigger.url, form, "application/x-www-form-urlencoded");
    expect(answer.body).toMatchObject({
      outcome: "created",
      contact: { email: "form2@example.com", firstName: "Ada", tags: ["x", "y"] },
    });
  });

  test("a form with more fields than are read is refused, and nothing of it is lost unseen", async () => {
    const { trigger } = await runningImport(running.backend);
    const form = `contact[email]=x@example.com&${Array.from({ length: 1001 }, (_, index) => `f${index}=1`).join("&")}`;
    expect(await post(trigger.url, form, "application/x-www-form-urlencoded")).toMatchObject({
      status: 400,
      body: { code: "bad_request", message: expect.stringContaining("1000 fields") },
    });
  });

  test("an unknown import, a wrong hash and garbage cannot be told apart", async () => {
    const one = await runningImport(running.backend);
    const other = await runningImport(running.backend);
    const hash = one.trigger.url.split("/").at(-1) ?? "";
    const lastChanged = hash.slice(0, -1) + (hash.endsWith("A") ? "B" : "A");
    const otherHash = other.trigger.url.split("/").at(-1) ?? "";
    const unknown = "imp_01arz3ndektsv4rrffq69g5fav";
    const addresses = [
      [one.id, lastChanged],
      [one.id, otherHash],
      [one.id, "garbage"],
      [one.id, "%00"],
      [one.id, "x".repeat(150)],
      [one.id, "x".repeat(5000)],
      [unknown, hash],
      ["nothing", "nothing"],
      ["%00", hash],
    ] as const;
    for (const [id, wrong] of addresses) {
      const url = `${running.backend.url}/v5/imports/${id}/trigger/${wrong}`;
      const answer = await post(url, '{"contact":{"email":"x@example.com"}}', "application/json");
      expect(answer.status).toBe(404);
      expect(answer.body.code).toBe("not_found");
      // One that is too long to be looked up was never an address, whatever stands before it.
      if (wrong.length < 200) {
        expect(answer.body).toEqual({
          code: "not_found",
          status: 404,
          message: `There is no import ${decodeURIComponent(id)}.`,
          description: expect.any(String),
          details: [],
        });
      }
    }
    expect((await send(running.backend, "GET", `/v5/imports/${one.id}`)).body.counts.received).toBe(0);
  });

  test.each([
    ["broken JSON", '{"contact":', "application/json", 400, "bad_request"],
    ["a broken line", '{"contact":{"email":"a@example.com"}}\n{"con', "application/x-ndjson", 400, "bad_request"],
    ["no lines", "\n\n", "application/x-ndjson", 422, "validation_error"],
    ["an empty list", "[]", "application/json", 422, "validation_error"],
    ["nothing", undefined, undefined, 422, "validation_error"],
    ["an empty body", "", "application/json", 422, "validation_error"],
    ["null", "null", "application/json", 422, "validation_error"],
    ["an empty form", "", "application/x-www-form-urlencoded", 422, "validation_error"],
    ["a text", '"ada@example.com"', "application/json", 422, "validation_error"],
    ["XML", "<contact/>", "application/xml", 415, "unsupported_media_type"],
    ["a file", "--x--", "multipart/form-data; boundary=x", 415, "unsupported_media_type"],
    ["too much", JSON.stringify({ bio: "x".repeat(bodyLimit) }), "application/json", 413, "payload_too_large"],
  ])("%s is refused for what it is", async (_what, body, type, status, code) => {
    const { trigger } = await runningImport(running.backend);
    const answer = await post(trigger.url, body, type);
    expect(answer).toMatchObject({
      status,
      body: { code, status, message: expect.any(String), details: expect.any(Array) },
    });
  });

  test("who sends many records to a wrong address keeps nobody waiting", async () => {
    const { id, trigger } = await runningImport(running.backend);
    const hash = trigger.url.split("/").at(-1) ?? "";
    const wrong = trigger.url.replace(hash, hash.slice(0, -1) + (hash.endsWith("A") ? "B" : "A"));
    const thousand = JSON.stringify(Array(1000).fill({ contact: {} }));
    const statuses = await Promise.all([
      ...Array.from({ length: 40 }, async () => (await post(wrong, thousand, "application/json")).status),
      ...Array.from({ length: 5 }, async () => (await post(trigger.url, '{"contact":{}}', "application/json")).status),
    ]);
    expect(statuses).toEqual([...Array(40).fill(404), ...Array(5).fill(422)]);
    expect((await send(running.backend, "GET", `/v5/imports/${id}`)).body.counts.received).toBe(5);
  });

  test("only POST is served there", async () => {
    const { trigger } = await runningImport(running.backend);
    const response = await fetch(trigger.url);
    expect(response.status).toBe(404);
    expect(await response.text()).not.toContain(trigger.url.split("/").at(-1));
  });
});
