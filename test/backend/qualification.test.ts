import type { Import, ImportInput, QualificationQuestionInput } from "@firstquadrant/core-client";
import { describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { databases } from "../helpers/backend.ts";
import { runningBackend, runningImport } from "../helpers/running-backend.ts";

const isBig: QualificationQuestionInput = {
  id: "big",
  text: "Does the company have at least 50 employees?",
  target: "company",
  rule: { field: "employeesCount", operator: "gte", value: 50 },
  expect: "yes",
};
const isInBritain: QualificationQuestionInput = {
  text: "Is it in Britain?",
  target: "contact",
  rule: { field: "countryCode", operator: "equals", value: "GB" },
  expect: "yes",
};

describe.each(databases)("qualification (%s)", (database) => {
  const running = runningBackend(database);
  const call = (method: string, path: string, body?: unknown) => send(running.backend, method, `/v5${path}`, body);
  let people = 0;
  const somebody = () => {
    people += 1;
    return `somebody-${people}@example.com`;
  };
  const into = (input: Partial<ImportInput> = {}) =>
    runningImport(running.backend, { qualification: [isBig, isInBritain], ...input });
  const take = async ({ id }: Import, record: unknown) => (await call("POST", `/imports/${id}/contacts`, record)).body;
  const contactsOf = async (email: string) => (await call("GET", `/contacts?filter.email.equals=${email}`)).body;
  const countsOf = async ({ id }: Import) => (await call("GET", `/imports/${id}`)).body.counts;

  test("an import shows its questions, each with an id, and takes no senseless ones", async () => {
    const to = await into();
    expect(to.qualification).toEqual([isBig, { id: "question_2", ...isInBritain }]);
    const senseless = [{ ...isBig, rule: { field: "shoeSize", operator: "gte", value: 5 } }];
    const refused = await call("PATCH", `/imports/${to.id}`, { qualification: senseless });
    expect(refused.status).toBe(422);
    expect(refused.body.details[0].field).toBe("qualification.0.rule.field");
  });

  test("who passes is taken in, with every answer on the row", async () => {
    const to = await into();
    const record = { contact: { email: somebody(), countryCode: "GB" }, company: { name: "Big", employeesCount: 60 } };
    const result = await take(to, record);
    expect(result).toMatchObject({ outcome: "created", answers: [{ passed: true }, { passed: true }] });
    const [row] = (await call("GET", `/imports/${to.id}/rows`)).body;
    expect(row).toMatchObject({ outcome: "created", answers: result.answers, decidedBy: null });
  });

  test("who fails is a row with the answer and the reason, no contact, and an event", async () => {
    const to = await into();
    const email = somebody();
    const result = await take(to, {
      contact: { email },
      company: { domain: `${email.slice(0, 9)}.example`, employeesCount: 12 },
    });
    const answers = [
      {
        questionId: "big",
        text: isBig.text,
        answer: "no",
        passed: false,
        reason: "employeesCount is 12, which is not at least 50",
      },
    ];
    expect(result).toMatchObject({ outcome: "unqualified", contact: null, changed: [], answers });
    expect(await contactsOf(email)).toEqual([]);
    expect(await countsOf(to)).toMatchObject({ received: 1, unqualified: 1, created: 0 });
    const [event] = (await call("GET", `/events?filter.importId.equals=${to.id}&limit=1`)).body;
    expect(event).toMatchObject({
      type: "contact.unqualified",
      data: { row: { id: result.row.id, outcome: "unqualified", contact: null, answers } },
    });
  });

  test("it is decided on the contact as it would be, and an existing one that fails stays as it was", async () => {
    const free = await into({ qualification: [] });
    const email = somebody();
    const company = { name: `Company of ${email}`, employeesCount: 70 };
    await take(free, { contact: { email, countryCode: "GB", city: "London" }, company });
    const to = await into();
    // The record itself says nothing of the country or of the company: what exists does.
    expect(await take(to, { contact: { email, city: "Leeds" } })).toMatchObject({ outcome: "updated" });
    const before = await contactsOf(email);
    const failed = await take(to, {
      contact: { email, countryCode: "FR" },
      company: { ...company, employeesCount: 80 },
    });
    expect(failed).toMatchObject({ outcome: "unqualified", contact: null });
    expect(failed.answers).toMatchObject([{ passed: true }, { passed: false }]);
    expect(await contactsOf(email)).toEqual(before);
  });

  test("one that fails does not spoil the next of its batch, which sees nothing of it", async () => {
    const to = await into();
    const email = somebody();
    const company = { name: `Company of ${email}` };
    const { body } = await call("POST", `/imports/${to.id}/contacts/batch`, {
      records: [
        { contact: { email, countryCode: "GB", city: "Nowhere" }, company: { ...company, employeesCount: 5 } },
        { contact: { email, countryCode: "GB" }, company: { ...company, employeesCount: 500 } },
        { contact: { email: "nonsense" } },
      ],
    });
    const outcomes = body.results.map(({ outcome }: { outcome: string }) => outcome);
    expect(outcomes).toEqual(["unqualified", "created", "rejected"]);
    const [contact] = await contactsOf(email);
    expect(contact.city).toBeUndefined();
    expect(await countsOf(to)).toMatchObject({ received: 3, unqualified: 1, created: 1, rejected: 1 });
  });

  test("a preview tells who would be unqualified", async () => {
    const to = await into();
    const { body } = await call("POST", `/imports/${to.id}/preview`, { records: [{ contact: { email: somebody() } }] });
    expect(body).toMatchObject({ rows: [{ outcome: "unqualified", contact: null }], counts: { unqualified: 1 } });
  });
});
