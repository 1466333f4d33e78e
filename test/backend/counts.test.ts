import type { Import, ImportCounts } from "@firstquadrant/core-client";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { send } from "../helpers/api.ts";
import { databases } from "../helpers/backend.ts";
import { eventually } from "../helpers/eventually.ts";
import { runningBackend, runningImport } from "../helpers/running-backend.ts";

/** A contact's record, of few different ones so that they meet; some cannot be contacts. */
const record = fc.record({
  contact: fc.record({
    email: fc.oneof(
      fc.integer({ min: 0, max: 9 }).map((number) => `ada-${number}@example.com`),
      fc.constant("nonsense"),
    ),
    city: fc.constantFrom("London", "Paris", ""),
  }),
  company: fc.constantFrom(null, { name: "Acme" }, { domain: "acme.example" }),
});

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom("api" as const, "trigger" as const), record }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("batch" as const),
      records: fc.array(record, { minLength: 1, maxLength: 8 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("start" as const, "complete" as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("policy" as const),
      onConflict: fc.constantFrom("upsert", "createOnly", "updateOnly", "fillBlanks"),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

const sumOf = ({ received: _, ...rest }: ImportCounts) => Object.values(rest).reduce((sum, count) => sum + count, 0);

describe.each(databases)("counts (%s)", (database) => {
  const running = runningBackend(database);
  const call = (method: string, path: string, body?: unknown) =>
    send(running.backend, method, `/v5/imports${path}`, body);

  /** Makes a step; answers with how many records it had taken in, or kept for later. */
  async function make({ id, trigger }: Import, one: Step): Promise<{ taken: number; late: number }> {
    switch (one.kind) {
      case "api": {
        const { status } = await call("POST", `/${id}/contacts`, one.record);
        expect([200, 409, 422]).toContain(status);
        return { taken: status === 409 ? 0 : 1, late: 0 };
      }
      case "trigger": {
        const { status } = await send({ ...running.backend, url: "" }, "POST", trigger.url, one.record);
        expect([200, 409, 422]).toContain(status);
        return { taken: status === 409 ? 0 : 1, late: status === 409 ? 1 : 0 };
      }
      case "batch": {
        const { status, body } = await call("POST", `/${id}/contacts/batch`, { records: one.records });
        expect([200, 409]).toContain(status);
        return { taken: status === 200 ? body.results.length : 0, late: 0 };
      }
      case "policy":
        await call("PATCH", `/${id}`, { onConflict: one.onConflict });
        return { taken: 0, late: 0 };
      default:
        expect([200, 409]).toContain((await call("POST", `/${id}/${one.kind}`)).status);
        return { taken: 0, late: 0 };
    }
  }

  test("always add up: received is the sum of the rest, and the number of rows, whatever comes at once", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 6 }),
        async (rounds) => {
          const to = await runningImport(running.backend);
          let expected = 0;
          for (const steps of rounds) {
            const made = await Promise.all(steps.map((one) => make(to, one)));
            expected += made.reduce((sum, { taken, late }) => sum + taken + late, 0);
            const { counts } = (await call("GET", `/${to.id}`)).body;
            expect(counts.received).toBe(sumOf(counts));
          }
          // What came too late is taken in when the import runs again; then nothing is left out, and nothing there twice.
          await call("POST", `/${to.id}/start`);
          await eventually(async () => {
            const { counts, lateRecords } = (await call("GET", `/${to.id}`)).body;
            expect({ received: counts.received, lateRecords }).toEqual({ received: expected, lateRecords: 0 });
            expect(counts.received).toBe(sumOf(counts));
          });
          expect((await call("GET", `/${to.id}/rows/count`)).body).toEqual({ count: expected });
          const { counts } = (await call("GET", `/${to.id}`)).body;
          for (const outcome of ["created", "updated", "unchanged", "skipped", "rejected"]) {
            const rows = await call("GET", `/${to.id}/rows/count?filter.outcome.equals=${outcome}`);
            expect(rows.body.count).toBe(counts[outcome]);
          }
        },
      ),
      { numRuns: 12 },
    );
  }, 300_000);
});
