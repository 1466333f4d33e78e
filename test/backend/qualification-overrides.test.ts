import type { Event, Import, ImportInput, QualificationQuestionInput } from "@firstquadrant/core-client";
import { describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { databases } from "../helpers/backend.ts";
import { runningBackend, runningImport } from "../helpers/running-backend.ts";

const isInBritain: QualificationQuestionInput = {
  text: "Is it in Britain?",
  target: "contact",
  rule: { field: "countryCode", operator: "equals", value: "GB" },
  expect: "yes",
};

describe.each(databases)("what a person decides on a row (%s)", (database) => {
  const running = runningBackend(database);
  const call = (method: string, path: string, body?: unknown) => send(running.backend, method, `/v5${path}`, body);
  let people = 0;
  const somebody = () => {
    people += 1;
    return `somebody-${people}@example.com`;
  };
  const into = (input: Partial<ImportInput> = {}) =>
    runningImport(running.backend, { qualification: [isInBritain], ...input });
  const take = async ({ id }: Import, contact: object) =>
    (await call("POST", `/imports/${id}/contacts`, { contact })).body;
  const override = (to: Import, row: { id: string }, how: "qualify" | "disqualify") =>
    call("POST", `/imports/${to.id}/rows/${row.id}/${how}`);
  const contactsOf = async (email: string) => (await call("GET", `/contacts?filter.email.equals=${email}`)).body;
  const countsOf = async ({ id }: Import) => (await call("GET", `/imports/${id}`)).body.counts;
  const eventsOf = async ({ id }: Import): Promise<Event[]> =>
    (await call("GET", `/events?filter.importId.equals=${id}&filter.type.not=import.status_changed&limit=100`)).body;
  const typesOf = async (to: Import) => (await eventsOf(to)).map(({ type }) => type).toSorted();

  test("qualify takes the row in, moves the count, and tells it beside what was told before", async () => {
    const to = await into();
    const email = somebody();
    const { row, answers } = await take(to, { email, countryCode: "FR" });
    const told = await eventsOf(to);
    const answer = await override(to, row, "qualify");
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      id: row.id,
      outcome: "created",
      decidedBy: "person",
      answers,
      contact: { email, countryCode: "FR" },
    });
    expect(await contactsOf(email)).toMatchObject([{ id: answer.body.contact.id }]);
    expect(await countsOf(to)).toMatchObject({ received: 1, created: 1, unqualified: 0 });
    const [news, ...past] = await eventsOf(to);
    expect(past).toEqual(told);
    expect(news).toMatchObject({
      type: "contact.imported",
      data: { contact: answer.body.contact, outcome: "created", import: { id: to.id } },
    });
  });

  test("saying it again, or at once many times, is saying it once", async () => {
    const to = await into();
    const { row } = await take(to, { email: somebody(), countryCode: "FR" });
    const all = await Promise.all([1, 2, 3, 4].map(() => override(to, row, "qualify")));
    for (const { body } of all) expect(body).toEqual(all[0]?.body);
    expect(await countsOf(to)).toMatchObject({ received: 1, created: 1, unqualified: 0 });
    expect(await typesOf(to)).toEqual(["contact.imported", "contact.unqualified"]);
    await Promise.all([1, 2, 3].map(() => override(to, row, "disqualify")));
    expect(await countsOf(to)).toMatchObject({ received: 1, created: 0, unqualified: 1 });
    expect(await typesOf(to)).toEqual(["contact.imported", "contact.unqualified", "contact.unqualified"]);
  });

  test("disqualify removes the contact that the row alone brought", async () => {
    const to = await into();
    const email = somebody();
    const { row, contact } = await take(to, { email, countryCode: "GB" });
    const answer = await override(to, row, "disqualify");
    expect(answer.body).toMatchObject({ outcome: "unqualified", decidedBy: "person", contact: null, warnings: [] });
    expect((await call("GET", `/contacts/${contact.id}`)).status).toBe(404);
    expect(await countsOf(to)).toMatchObject({ received: 1, created: 0, unqualified: 1 });
    expect(await typesOf(to)).toEqual(["contact.imported", "contact.unqualified"]);
    const back = await override(to, row, "qualify");
    expect(back.body).toMatchObject({ outcome: "created", decidedBy: "person" });
    expect(await contactsOf(email)).toHaveLength(1);
  });

  test("disqualify leaves a contact that was changed, received again or there before, and says so", async () => {
    const to = await into();
    const changed = await take(to, { email: somebody(), countryCode: "GB" });
    await call("PATCH", `/contacts/${changed.contact.id}`, { city: "Leeds" });
    const again = { email: somebody(), countryCode: "GB" };
    const first = await take(to, again);
    const second = await take(to, again);
    expect(second.outcome).toBe("unchanged");
    const updated = await take(to, { ...again, city: "York" });
    for (const [{ row, contact }, why] of [
      [changed, /changed or received again/],
      [first, /changed or received again/],
      [second, /there before/],
      [updated, /there before/],
    ]) {
      const { body } = await override(to, row, "disqualify");
      expect(body).toMatchObject({ outcome: "unqualified", contact: null });
      expect(body.warnings).toEqual([{ field: "contact", message: expect.stringMatching(why) }]);
      expect((await call("GET", `/contacts/${contact.id}`)).status).toBe(200);
    }
    expect(await countsOf(to)).toMatchObject({ received: 4, unqualified: 4 });
  });

  test("an undo takes back what a person took in", async () => {
    const to = await into();
    const email = somebody();
    const { row } = await take(to, { email, countryCode: "FR" });
    await override(to, row, "qualify");
    await call("POST", `/imports/${to.id}/complete`);
    expect((await call("POST", `/imports/${to.id}/undo`, {})).status).toBe(200);
    expect(await contactsOf(email)).toEqual([]);
    expect(await countsOf(to)).toMatchObject({ received: 1, created: 1 });
  });

  test("a row that the questions did not decide is refused, and so is one of another import", async () => {
    const to = await into({ onConflict: "updateOnly" });
    const skipped = await take(to, { email: somebody(), countryCode: "GB" });
    const rejected = await take(to, { email: "nonsense" });
    for (const row of [skipped.row, rejected.row]) {
      for (const how of ["qualify", "disqualify"] as const) {
        expect(await override(to, row, how)).toMatchObject({ status: 409, body: { code: "invalid_transition" } });
      }
    }
    expect((await override(await into(), skipped.row, "qualify")).status).toBe(404);
    expect((await override(to, { id: "row_nothing" }, "qualify")).status).toBe(404);
    expect(await countsOf(to)).toMatchObject({ received: 2, skipped: 1, rejected: 1 });
  });
});
