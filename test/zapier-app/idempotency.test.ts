import { describe, expect, test } from "@jest/globals";
import { createContact } from "../../zapier-app/src/creates/create-contact.ts";
import { api, appTester, authData, useApi } from "../helpers/zapier-app.ts";
import { anIntakeResult } from "../helpers/zapier-records.ts";

const inputData = { import_id: "imp_1", email: "ada@example.com", firstName: "Ada", tags: ["one", "two"] };

useApi();

/** The idempotency key that a run of the step sends. */
async function keyOf(more: Record<string, unknown> = {}, meta: Record<string, unknown> = {}): Promise<unknown> {
  let key: unknown;
  const importId = String(more.import_id ?? inputData.import_id);
  api()
    .post(`/imports/${importId}/contacts`)
    .reply(200, function answer() {
      key = this.req.headers["idempotency-key"];
      return anIntakeResult();
    });
  await appTester(createContact, { authData, inputData: { ...inputData, ...more }, meta });
  return Array.isArray(key) ? key[0] : key;
}

describe("the idempotency key of Create Contact", () => {
  test("is the same at every try of the same step, and short enough", async () => {
    const key = await keyOf({}, { zap: { id: "1" } });
    expect(await keyOf({}, { zap: { id: "1" } })).toBe(key);
    expect(key).toMatch(/^zapier-[0-9a-f]{64}$/);
  });

  test("does not depend on the order in which Zapier hands the fields over, nor on blank ones", async () => {
    const custom = { customProperties__a: 1, customProperties__b: 2 };
    const reversed = { customProperties__b: 2, lastName: "", customProperties__a: 1 };
    expect(await keyOf(reversed)).toBe(await keyOf(custom));
  });

  test.each([
    ["another value", { firstName: "Augusta" }],
    ["a value that differs beyond Latin letters only", { firstName: "Ad\u{161}" }],
    ["a value more", { lastName: "Lovelace" }],
    ["another order of a list", { tags: ["two", "one"] }],
    ["another kind of value", { tags: "one,two" }],
    ["a custom field", { customProperties__plan: "pro" }],
    ["a company", { company__name: "Analytical Engines" }],
    ["something to clear", { clear_fields: ["phone"] }],
    ["another import", { import_id: "imp_2" }],
    ["another record by its reference", { record_reference: "submission 2" }],
  ])("is another for %s", async (_what, more) => {
    expect(await keyOf(more)).not.toBe(await keyOf());
  });

  test("tells apart two names whose letters differ in their high byte only", async () => {
    expect(await keyOf({ firstName: "\u{0141}" })).not.toBe(await keyOf({ firstName: "A" }));
    expect(await keyOf({ firstName: "\u{0141}" })).not.toBe(await keyOf({ firstName: "\u{0241}" }));
  });

  test("is another in another Zap", async () => {
    expect(await keyOf({}, { zap: { id: "2" } })).not.toBe(await keyOf({}, { zap: { id: "1" } }));
  });

  test("is not sent from the editor, where every test is meant", async () => {
    expect(await keyOf({}, { isLoadingSample: true })).toBeUndefined();
  });
});
