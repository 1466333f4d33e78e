import { isDeepStrictEqual } from "node:util";
import type { Import, ImportRow, ImportRun, Outcome } from "@firstquadrant/core-client";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { send } from "../helpers/api.ts";
import { databases } from "../helpers/backend.ts";
import { eventually } from "../helpers/eventually.ts";
import { draftImport, runningBackend } from "../helpers/running-backend.ts";

/** A record of few different people, so that they meet; some have no address. */
const record = fc.record({
  Email: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom("a", "b", "c", "d") },
    { weight: 1, arbitrary: fc.constant("") },
  ),
  City: fc.constantFrom("London", "Paris", ""),
});
const place = fc.nat(20);
const records = fc.array(record, { minLength: 1, maxLength: 4 });

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("batch" as const), records }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("twice" as const), record }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("trigger" as const), record }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("file" as const), records }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom("start" as const, "complete" as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("mend" as const), place, record }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("mendedFile" as const), record }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom("undo" as const, "undoRun" as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("questions" as const), city: fc.constantFrom("London", "Paris", null) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom("qualify" as const, "disqualify" as const), place }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("merge" as const), place, into: place }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("forget" as const), place }) },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** What is known of an import between two steps. */
interface State {
  shown: Import;
  rows: Map<string, ImportRow>;
  contactEvents: number;
  transitions: number;
}

const eventOf: Partial<Record<Outcome, string>> = {
  created: "contact.imported",
  updated: "contact.imported",
  unqualified: "contact.unqualified",
  rejected: "contact.rejected",
};

/** Whether what a row became is told: also a row that is rejected anew for another reason. */
function isTold(before: ImportRow | undefined, after: ImportRow): boolean {
  if (eventOf[after.outcome] === undefined) return false;
  if (before === undefined) return true;
  if (before.outcome !== after.outcome) return !(before.outcome === "scheduled" && after.outcome === "unqualified");
  const said = ({ input, errors, warnings }: ImportRow) => [input, errors, warnings];
  return after.outcome === "rejected" && after.input !== null && !isDeepStrictEqual(said(before), said(after));
}

let made = 0;

describe.each(databases)("whatever is done to an import (%s)", (database) => {
  const running = runningBackend(database);
  const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    send(running.backend, method, `/v5${path}`, body, headers);

  async function all<Item extends { id: string }>(path: string): Promise<Item[]> {
    const items: Item[] = [];
    for (;;) {
      const after = items.length === 0 ? "" : `&startingAfter=${items.at(-1)?.id}`;
      const page: Item[] = (await call("GET", `${path}?sort=asc&limit=100${after}`)).body;
      items.push(...page);
      if (page.length < 100) return items;
    }
  }

  /** Waits until nothing is under way, and looks. */
  async function look(id: string): Promise<State> {
    const shown = await eventually(async () => {
      const runs: ImportRun[] = (await call("GET", `/imports/${id}/runs`)).body;
      const found: Import = (await call("GET", `/imports/${id}`)).body;
      const isBusy = runs.some(({ status }) => status === "running" || status === "waiting");
      if (found.status === "running") {
        expect({ isBusy, late: found.lateRecords, scheduled: found.counts.scheduled }).toEqual({
          isBusy: false,
          late: 0,
          scheduled: 0,
        });
      }
      return found;
    });
    const rows = await all<ImportRow>(`/imports/${id}/rows`);
    const events = async (filter: string) =>
      (await call("GET", `/events/count?filter.importId.equals=${id}&filter.type.${filter}`)).body.count;
    return {
      shown,
      rows: new Map(rows.map((row) => [row.id, row])),
      contactEvents: await events("startsWith=contact."),
      transitions: await events("equals=import.status_changed"),
    };
  }

  const withAddress = (domain: string) => (one: { Email: string; City: string }) => ({
    ...one,
    Email: one.Email === "" ? "" : `${one.Email}@${domain}`,
  });

  const upload = (id: string, lines: string[]) =>
    call("PUT", `/imports/${id}/file`, `${lines.join("\n")}\n`, { "Content-Type": "text/csv" });

  const contactIds = ({ rows }: State): string[] => [
    ...new Set([...rows.values()].flatMap(({ contact }) => contact?.id ?? [])),
  ];

  /** Does a step. @returns By how many rows and transitions it must have added to; null where that depends. */
  async function take(one: Step, state: State, domain: string): Promise<{ rows: number | null; transitions: number }> {
    const { id, status, trigger } = state.shown;
    const isRunning = status === "running";
    const nothing = { rows: 0, transitions: 0 };
    const address = withAddress(domain);
    const rows = [...state.rows.values()];
    switch (one.kind) {
      case "batch": {
        const answer = await call("POST", `/imports/${id}/contacts/batch`, { records: one.records.map(address) });
        expect(answer.status).toBe(isRunning ? 200 : 409);
        return { rows: isRunning ? one.records.length : 0, transitions: 0 };
      }
      case "twice": {
        made += 1;
        const key = { "Idempotency-Key": `${domain} ${made}` };
        const answers = [0, 1].map(() => call("POST", `/imports/${id}/contacts`, address(one.record), key));
        const first = await Promise.all(answers);
        const second = await call("POST", `/imports/${id}/contacts`, address(one.record), key);
        expect([...first.map((answer) => answer.status), second.status]).not.toContain(500);
        return { rows: isRunning ? 1 : 0, transitions: 0 };
      }
      case "trigger": {
        const { status: answered } = await send(
          { ...running.backend, url: "" },
          "POST",
          trigger.url,
          address(one.record),
        );
        expect(isRunning ? [200, 422] : status === "draft" ? [202] : [409]).toContain(answered);
        return { rows: isRunning ? 1 : 0, transitions: 0 };
      }
      case "file": {
        made += 1;
        const lines = one.records.map(address).map(({ Email, City }) => `${Email},${City},${made}`);
        expect((await upload(id, ["Email,City,Number", ...lines])).status).toBe(200);
        return { rows: isRunning ? one.records.length : 0, transitions: 0 };
      }
      case "start":
      case "complete": {
        const isPossible = one.kind === "start" ? !isRunning : isRunning;
        expect((await call("POST", `/imports/${id}/${one.kind}`)).status).toBe(isPossible ? 200 : 409);
        return { rows: null, transitions: isPossible ? 1 : 0 };
      }
      case "mend": {
        const row = rows[one.place % Math.max(1, rows.length)];
        if (row === undefined) return nothing;
        const body = { records: [address(one.record)], rowIds: [row.id] };
        const answer = await call("POST", `/imports/${id}/contacts/batch`, body);
        expect(answer.status).toBe(isRunning ? 200 : 409);
        return { rows: isRunning && row.outcome !== "rejected" ? 1 : 0, transitions: 0 };
      }
      case "mendedFile": {
        made += 1;
        const rejected = rows.filter(({ outcome }) => outcome === "rejected");
        const { Email, City } = address(one.record);
        const lines = rejected.map((row) => `${row.id},rejected,because,${Email},${City},${made}`);
        expect((await upload(id, ["Row,Outcome,Reasons,Email,City,Number", ...lines])).status).toBe(200);
        return nothing;
      }
      case "undo":
      case "undoRun": {
        const run = state.shown.lastRun;
        if (one.kind === "undoRun" && run === null) return nothing;
        const answer = await call("POST", `/imports/${id}/undo`, one.kind === "undo" ? {} : { runId: run?.id });
        const isOpen = run?.status === "waiting" || run?.status === "running";
        expect(answer.status).toBe((one.kind === "undo" ? isRunning : isOpen) ? 409 : 200);
        return nothing;
      }
      case "questions": {
        const rule = { field: "city", operator: "equals", value: one.city };
        const question = { text: `In ${one.city}?`, target: "contact", rule, expect: "yes" };
        const answer = await call("PATCH", `/imports/${id}`, { qualification: one.city === null ? [] : [question] });
        expect(answer.status).toBe(200);
        return nothing;
      }
      case "qualify":
      case "disqualify": {
        const row = rows[one.place % Math.max(1, rows.length)];
        if (row === undefined) return nothing;
        expect([200, 409, 422]).toContain((await call("POST", `/imports/${id}/rows/${row.id}/${one.kind}`)).status);
        return nothing;
      }
      case "merge":
      case "forget": {
        const ids = contactIds(state);
        const [first, second] = [
          ids[one.place % Math.max(1, ids.length)],
          ids["into" in one ? one.into % ids.length : 0],
        ];
        if (first === undefined) return nothing;
        const answer =
          one.kind === "merge"
            ? await call("POST", `/contacts/${first}/merge`, { into: second })
            : await call("POST", `/contacts/${first}/forget`);
        expect([200, 404, 422]).toContain(answer.status);
        return nothing;
      }
    }
  }

  /** What must hold whenever nothing is under way. */
  async function check({ shown, rows }: State): Promise<void> {
    const { received, ...rest } = shown.counts;
    expect(received).toBe(Object.values(rest).reduce((sum, count) => sum + count, 0));
    const grouped = Object.groupBy(rows.values(), ({ outcome }) => outcome);
    for (const [outcome, count] of Object.entries(rest)) {
      expect([outcome, Object.entries(grouped).find(([name]) => name === outcome)?.[1].length ?? 0]).toEqual([
        outcome,
        count,
      ]);
    }
    // Who was taken in, and not taken back or forgotten since, is a contact; merged ones lead to theirs.
    const taken = [...rows.values()].filter(
      ({ outcome, undoneAt }) => eventOf[outcome] === "contact.imported" && undoneAt === null,
    );
    const ids = new Set(taken.flatMap(({ contact }) => contact?.id ?? []));
    for (const id of ids) expect([id, (await call("GET", `/contacts/${id}`)).status]).toEqual([id, 200]);
  }

  test("its counts are those of its rows, its contacts are in the rows, and every change is told once", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        made += 1;
        const domain = `run-${made}.example`;
        const fieldMapping = { email: "Email", city: "City" };
        const draft = await draftImport(running.backend, { method: "upload", mode: "continuous", fieldMapping });
        let state = await look(draft.id);
        for (const one of [{ kind: "start" as const }, ...steps]) {
          const expected = await take(one, state, domain);
          const next = await look(draft.id);
          await check(next);
          if (expected.rows !== null) expect([one, next.rows.size]).toEqual([one, state.rows.size + expected.rows]);
          expect([one, next.transitions]).toEqual([one, state.transitions + expected.transitions]);
          const told = [...next.rows.values()].filter((row) => isTold(state.rows.get(row.id), row));
          // Forgetting takes what was told along.
          if (one.kind === "forget") expect(next.contactEvents).toBeLessThanOrEqual(state.contactEvents);
          else expect([one, next.contactEvents]).toEqual([one, state.contactEvents + told.length]);
          state = next;
        }
      }),
      { numRuns: 8, interruptAfterTimeLimit: 120_000, markInterruptAsFailure: false },
    );
  }, 400_000);
});
