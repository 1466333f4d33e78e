import type { Event, Import, ImportCounts, ImportRow, QualificationQuestionInput } from "@firstquadrant/core-client";
import { afterAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { send } from "../helpers/api.ts";
import { type Backend, databases, startBackend } from "../helpers/backend.ts";
import { eventually } from "../helpers/eventually.ts";
import { runningBackend, runningImport } from "../helpers/running-backend.ts";

const isIn = (...values: string[]): QualificationQuestionInput => ({
  text: `Is it in one of ${values}?`,
  target: "contact",
  rule: { field: "countryCode", operator: "in", value: values },
  expect: "yes",
});

const sumOf = ({ received: _, ...rest }: ImportCounts) => Object.values(rest).reduce((sum, count) => sum + count, 0);

describe.each(databases)("rows that are asked again (%s)", (database) => {
  const running = runningBackend(database);
  const others: Backend[] = [];
  const call = (method: string, path: string, body?: unknown, by: Backend = running.backend) =>
    send(by, method, `/v5${path}`, body);
  let people = 0;
  const somebody = () => {
    people += 1;
    return `somebody-${people}@example.com`;
  };
  const into = (...values: string[]) => runningImport(running.backend, { qualification: [isIn(...values)] });
  const take = async ({ id }: Import, contact: object) =>
    (await call("POST", `/imports/${id}/contacts`, { contact })).body;
  const takeMany = async ({ id }: Import, count: number, countryCode: string) => {
    const records = Array.from({ length: count }, () => ({ contact: { email: somebody(), countryCode } }));
    expect((await call("POST", `/imports/${id}/contacts/batch`, { records })).status).toBe(200);
  };
  const ask = async ({ id }: Import, qualification: QualificationQuestionInput[], by?: Backend) =>
    (await call("PATCH", `/imports/${id}`, { qualification }, by)).body;
  const rowsOf = async ({ id }: Import): Promise<ImportRow[]> =>
    (await call("GET", `/imports/${id}/rows?limit=100&sort=asc`)).body;
  const countsOf = async ({ id }: Import): Promise<ImportCounts> => (await call("GET", `/imports/${id}`)).body.counts;
  const eventsOf = async ({ id }: Import): Promise<Event[]> =>
    (await call("GET", `/events?filter.importId.equals=${id}&filter.type.not=import.status_changed&limit=100`)).body;
  const allAsked = (to: Import) =>
    eventually(async () => expect(await countsOf(to)).toMatchObject({ scheduled: 0 }), { timeoutMs: 30_000 });

  afterAll(async () => {
    for (const other of others) await other.stop();
  });

  test("when questions change, those left out are asked again, and what was told stays as it was", async () => {
    const to = await into("GB");
    await take(to, { email: somebody(), countryCode: "FR" });
    await take(to, { email: somebody(), countryCode: "US" });
    const told = await eventsOf(to);
    const patched = await ask(to, [isIn("GB", "FR")]);
    expect(patched.counts).toMatchObject({ received: 2, scheduled: 2, unqualified: 0 });
    await allAsked(to);
    expect(await countsOf(to)).toMatchObject({ received: 2, created: 1, unqualified: 1 });
    const [french, american] = await rowsOf(to);
    expect(french).toMatchObject({ outcome: "created", answers: [{ answer: "yes", passed: true }] });
    expect(american).toMatchObject({
      outcome: "unqualified",
      answers: [{ reason: 'countryCode is "US", which is none of "GB", "FR"' }],
    });
    const events = await eventsOf(to);
    expect(events.filter(({ id }) => told.some((one) => one.id === id))).toEqual(told);
    // Who is still unqualified is no news.
    expect(events).toHaveLength(3);
    expect(events[0]).toMatchObject({ type: "contact.imported", data: { contact: french?.contact } });
  });

  test("the same questions once more ask nobody, and no questions let everybody in", async () => {
    const to = await into("GB");
    await take(to, { email: somebody(), countryCode: "FR" });
    expect((await ask(to, [isIn("GB")])).counts).toMatchObject({ scheduled: 0, unqualified: 1 });
    await ask(to, []);
    await allAsked(to);
    expect(await countsOf(to)).toMatchObject({ received: 1, created: 1, unqualified: 0 });
  });

  test("what a person decided stands, whatever is asked", async () => {
    const to = await into("GB");
    const out = await take(to, { email: somebody(), countryCode: "FR" });
    const kept = await take(to, { email: somebody(), countryCode: "GB" });
    await call("POST", `/imports/${to.id}/rows/${out.row.id}/disqualify`);
    await call("POST", `/imports/${to.id}/rows/${kept.row.id}/disqualify`);
    expect((await ask(to, [])).counts).toMatchObject({ scheduled: 0, unqualified: 2 });
  });

  test("a completed import's rows wait until it is started again", async () => {
    const to = await into("GB");
    await take(to, { email: somebody(), countryCode: "FR" });
    await call("POST", `/imports/${to.id}/complete`);
    await ask(to, [isIn("FR")]);
    const [waiting] = await rowsOf(to);
    expect(waiting).toMatchObject({ outcome: "scheduled" });
    const [event] = await eventsOf(to);
    expect(event).toMatchObject({ type: "contact.unqualified", data: { row: { outcome: "unqualified" } } });
    await call("POST", `/imports/${to.id}/start`);
    await allAsked(to);
    expect(await countsOf(to)).toMatchObject({ received: 1, created: 1 });
  });

  test("new records are taken in meanwhile, and a person may decide on a row that waits", async () => {
    const to = await into("GB");
    await takeMany(to, 1000, "FR");
    await call("POST", `/imports/${to.id}/complete`);
    await ask(to, [isIn("GB", "FR")]);
    const [first, second] = await rowsOf(to);
    expect((await call("POST", `/imports/${to.id}/rows/${first?.id}/disqualify`)).body.outcome).toBe("unqualified");
    expect((await call("POST", `/imports/${to.id}/rows/${second?.id}/qualify`)).body.outcome).toBe("created");
    await call("POST", `/imports/${to.id}/start`);
    expect(await take(to, { email: somebody(), countryCode: "GB" })).toMatchObject({ outcome: "created" });
    await allAsked(to);
    expect(await countsOf(to)).toMatchObject({ received: 1001, created: 1000, unqualified: 1 });
    expect((await call("GET", `/contacts/count?filter.importId.equals=${to.id}`)).body).toEqual({ count: 1000 });
  });

  test("a process that is killed in the middle leaves nothing half asked, and the next one goes on", async () => {
    const to = await into("GB");
    await takeMany(to, 1000, "FR");
    await takeMany(to, 1000, "FR");
    await ask(to, [isIn("FR")]);
    await running.backend.kill();
    await running.restart();
    expect(sumOf(await countsOf(to))).toBe(2000);
    await allAsked(to);
    expect(await countsOf(to)).toMatchObject({ received: 2000, created: 2000, unqualified: 0 });
    expect((await call("GET", `/contacts/count?filter.importId.equals=${to.id}`)).body).toEqual({ count: 2000 });
    const imported = `/events/count?filter.importId.equals=${to.id}&filter.type.equals=contact.imported`;
    expect((await call("GET", imported)).body).toEqual({ count: 2000 });
  }, 120_000);

  if (database === "postgres") {
    test("two processes ask no row twice", async () => {
      const other = { ...(await startBackend(running.storage)), apiKey: running.backend.apiKey };
      others.push(other);
      const to = await into("GB");
      await takeMany(to, 1000, "FR");
      await call("POST", `/imports/${to.id}/complete`);
      await ask(to, [isIn("FR")]);
      await call("POST", `/imports/${to.id}/start`);
      // The other process begins as well, since it is told of questions that are the same.
      await ask(to, [isIn("FR")], other);
      await allAsked(to);
      expect(await countsOf(to)).toMatchObject({ received: 1000, created: 1000 });
      const imported = `/events/count?filter.importId.equals=${to.id}&filter.type.equals=contact.imported`;
      expect((await call("GET", imported)).body).toEqual({ count: 1000 });
    });
  }

  test("counts add up, whatever comes at once", async () => {
    const step = fc.oneof(
      fc.record({
        kind: fc.constant("take" as const),
        person: fc.integer({ min: 0, max: 5 }),
        country: fc.constantFrom("GB", "FR", "US"),
      }),
      fc.record({ kind: fc.constant("ask" as const), countries: fc.subarray(["GB", "FR", "US"]) }),
      fc.record({ kind: fc.constantFrom("qualify" as const, "disqualify" as const), place: fc.nat({ max: 9 }) }),
      fc.record({ kind: fc.constantFrom("start" as const, "complete" as const) }),
    );
    type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;
    const make = async (to: Import, one: Step, name: string): Promise<number> => {
      switch (one.kind) {
        case "take": {
          const contact = { email: `${name}-${one.person}@example.com`, countryCode: one.country };
          return (await call("POST", `/imports/${to.id}/contacts`, { contact })).status === 409 ? 0 : 1;
        }
        case "ask":
          await ask(to, one.countries.length === 0 ? [] : [isIn(...one.countries)]);
          return 0;
        case "qualify":
        case "disqualify": {
          const row = (await rowsOf(to)).at(one.place);
          if (row !== undefined) {
            const { status } = await call("POST", `/imports/${to.id}/rows/${row.id}/${one.kind}`);
            expect([200, 409]).toContain(status);
          }
          return 0;
        }
        default:
          await call("POST", `/imports/${to.id}/${one.kind}`);
          return 0;
      }
    };
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 5 }),
        async (rounds) => {
          const to = await into("GB");
          let taken = 0;
          for (const steps of rounds) {
            const made = await Promise.all(steps.map((one) => make(to, one, to.id)));
            taken += made.reduce((sum, count) => sum + count, 0);
            const counts = await countsOf(to);
            expect(counts.received).toBe(taken);
            expect(sumOf(counts)).toBe(taken);
          }
          await call("POST", `/imports/${to.id}/start`);
          await allAsked(to);
          const counts = await countsOf(to);
          const rows = await rowsOf(to);
          for (const outcome of ["created", "updated", "unchanged", "skipped", "unqualified", "rejected"] as const) {
            expect(rows.filter((row) => row.outcome === outcome)).toHaveLength(counts[outcome]);
          }
        },
      ),
      { numRuns: 12 },
    );
  }, 300_000);
});
