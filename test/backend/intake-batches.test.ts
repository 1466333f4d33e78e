import type { Import, ImportInput } from "@firstquadrant/core-client";
import { describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { databases } from "../helpers/backend.ts";
import { inDatabase } from "../helpers/in-database.ts";
import { runningBackend, runningImport } from "../helpers/running-backend.ts";

describe.each(databases)("many records at once (%s)", (database) => {
  const running = runningBackend(database);
  let people = 0;
  const somebody = () => {
    people += 1;
    return `somebody-${people}@example.com`;
  };
  const into = (input: Partial<ImportInput> = {}) => runningImport(running.backend, input);
  const batch = (to: Import, records: unknown) =>
    send(running.backend, "POST", `/v5/imports/${to.id}/contacts/batch`, { records });
  const single = (to: Import, record: unknown) =>
    send(running.backend, "POST", `/v5/imports/${to.id}/contacts`, record);
  const rowsOf = async (to: Import) =>
    (await send(running.backend, "GET", `/v5/imports/${to.id}/rows?sort=asc&limit=100`)).body;
  const countsOf = async (to: Import) => (await send(running.backend, "GET", `/v5/imports/${to.id}`)).body.counts;

  test("each has its result in the order sent, and bad ones do not spoil their neighbours", async () => {
    const to = await into();
    const [ada, bob] = [somebody(), somebody()];
    const records = [
      { contact: { email: ada } },
      { contact: { email: "nonsense" } },
      "no record",
      { contact: { email: bob } },
      null,
      { contact: { email: ada, city: "London" } },
      { contact: { email: bob } },
      [],
      { contact: "ada@example.com" },
    ];
    const { status, body } = await batch(to, records);
    expect(status).toBe(200);
    const outcomes = [
      "created",
      "rejected",
      "rejected",
      "created",
      "rejected",
      "updated",
      "unchanged",
      "rejected",
      "rejected",
    ];
    expect(body.results.map(({ outcome }: { outcome: string }) => outcome)).toEqual(outcomes);
    expect(body.results.map(({ index }: { index: number }) => index)).toEqual(records.map((_, index) => index));
    expect(body.results[1].error).toMatchObject({
      code: "validation_error",
      status: 422,
      details: [{ field: "email" }],
    });
    expect(body.results[2].error.details).toEqual([{ field: "", message: "is no object with fields" }]);
    expect(body.counts).toMatchObject({ received: 9, created: 2, updated: 1, unchanged: 1, rejected: 5 });
    expect(await countsOf(to)).toEqual(body.counts);
    const rows = await rowsOf(to);
    expect(rows.map(({ input }: { input: unknown }) => input)).toEqual(records);
    expect(rows.map(({ id }: { id: string }) => id)).toEqual(
      body.results.map(({ row }: { row: { id: string } }) => row.id),
    );
  });

  test("no more than 1,000 are taken at once, and not none", async () => {
    const to = await into();
    const records = Array.from({ length: 1000 }, () => ({ contact: { email: somebody() } }));
    const whole = await batch(to, records);
    expect(whole.body.counts).toMatchObject({ received: 1000, created: 1000 });
    for (const wrong of [[...records, records[0]], []]) {
      const answer = await batch(to, wrong);
      expect(answer.status).toBe(422);
      expect(answer.body).toMatchObject({ code: "validation_error", details: [{ field: "records" }] });
    }
    const trigger = await fetch(to.trigger.url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify([...records, records[0]]),
    });
    expect(trigger.status).toBe(422);
    expect(await countsOf(to)).toMatchObject({ received: 1000 });
  });

  test("what one client sends one after the other keeps its order beside nineteen others", async () => {
    const to = await into();
    const email = somebody();
    const cities = Array.from({ length: 15 }, (_, index) => `City ${index}`);
    const others = Array.from({ length: 19 }, async () => {
      for (let count = 0; count < 8; count += 1) await single(to, { contact: { email: somebody() } });
    });
    for (const city of cities) expect((await single(to, { contact: { email, city } })).body.contact.city).toBe(city);
    await Promise.all(others);
    const found = await send(running.backend, "GET", `/v5/contacts?filter.email.equals=${email}`);
    expect(found.body).toMatchObject([{ city: "City 14" }]);
    const rows = await send(running.backend, "GET", `/v5/imports/${to.id}/rows?sort=asc&limit=100&query=${email}`);
    expect(rows.body.map(({ input }: { input: { contact: { city: string } } }) => input.contact.city)).toEqual(cities);
  });

  test("fifty that send the same new contact at once make one of it", async () => {
    const to = await into();
    const email = somebody();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => single(to, { contact: { email, name: "Ada" } })),
    );
    expect(answers.filter(({ body }) => body.outcome === "created")).toHaveLength(1);
    expect(answers.filter(({ body }) => body.outcome === "unchanged")).toHaveLength(49);
    expect(await countsOf(to)).toMatchObject({ received: 50, created: 1, unchanged: 49 });
  });

  test("text that no database can hold is stored with a replacement", async () => {
    const to = await into();
    const email = somebody();
    const text = String.raw`{ "contact": { "email": "${email}", "name": "A\u0000da \ud800 L", "customProperties": { "k\u0000": "v\udfff" } } }`;
    const { status, body } = await single(to, text);
    expect(status).toBe(200);
    expect(body.contact).toMatchObject({ name: "A\uFFFDda \uFFFD L", customProperties: { "k\uFFFD": "v\uFFFD" } });
  });

  test("records nested without end are refused, and cost the neighbours nothing", async () => {
    const to = await into();
    const deep = `{ "contact": { "email": "${somebody()}" }, "data": { "a": ${"[".repeat(50_000)}${"]".repeat(50_000)} } }`;
    const [refused, ...good] = await Promise.all([
      single(to, deep),
      ...Array.from({ length: 5 }, () => single(to, { contact: { email: somebody() } })),
    ]);
    expect(refused.status).toBe(400);
    expect(refused.body.message).toContain("100 deep");
    expect(good.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  });

  // Only a rule of its own makes PostgreSQL refuse what was read and cleaned before; the other database has no door for it.
  if (database === "postgres") {
    test("a record that the database will not hold is rejected alone, wherever it comes", async () => {
      const to = await into();
      await inDatabase(running.storage, (client) =>
        client.query("alter table contacts add constraint no_poison check (email not like 'poison%')"),
      );
      const poison = { contact: { email: "poison-1@example.com" } };
      const [alone, many, ...neighbours] = await Promise.all([
        single(to, poison),
        batch(to, [
          { contact: { email: somebody() } },
          { contact: { email: "poison-2@example.com" } },
          { contact: { email: somebody() } },
        ]),
        ...Array.from({ length: 10 }, () => single(to, { contact: { email: somebody() } })),
      ]);
      expect(alone.status).toBe(422);
      expect(alone.body.details).toEqual([{ field: "", message: "could not be stored" }]);
      expect(many.body.results.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
        "created",
        "rejected",
        "created",
      ]);
      expect(neighbours.map(({ body }) => body.outcome)).toEqual(Array(10).fill("created"));
      expect(await countsOf(to)).toMatchObject({ received: 14, created: 12, rejected: 2 });
      expect(await rowsOf(to)).toHaveLength(14);
    });
  }
});
