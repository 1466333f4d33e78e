import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { startZapierAgainstBackend, type ZapierAgainstBackend } from "../helpers/zapier-against-backend.ts";

const findContact = "searches.find_contact.operation.perform";
const findImport = "searches.find_import.operation.perform";

let rig: ZapierAgainstBackend;
let client: ZapierAgainstBackend["client"];
let call: ZapierAgainstBackend["call"];

beforeAll(async () => {
  rig = await startZapierAgainstBackend();
  ({ client, call } = rig);
}, 180_000);

afterAll(() => rig?.stop());

/** What Zapier does with a pair of a search and an action. */
async function findOrCreate(key: string, searched: Record<string, unknown>, made: Record<string, unknown>) {
  const { searchOrCreates } = JSON.parse(JSON.stringify(await rig.zapier.definition()));
  const pair = searchOrCreates[key];
  const found = await call(`searches.${pair.search}.operation.perform`, { inputData: searched });
  if (found.length > 0) return found[0];
  return call(`creates.${pair.create}.operation.perform`, { inputData: made });
}

describe("Find Contact", () => {
  beforeAll(async () => {
    await client.fields.create({ key: "plan", label: "Plan", type: "text" });
    await client.contacts.create({
      email: "ada@example.com",
      firstName: "Ada",
      phone: "+442079460958",
      linkedInHandle: "ada-lovelace",
      customProperties: { plan: "team" },
      company: { name: "Analytical Engines" },
    });
  });

  test.each([
    [{ email: " ADA@Example.com" }],
    [{ phone: "+44 20 7946 0958" }],
    [{ linkedInHandle: "https://www.linkedin.com/in/ada-lovelace" }],
    [{ email: "other@example.com", phone: "", linkedInHandle: "@ada-lovelace" }],
  ])("finds by %j, with company and custom fields", async (inputData) => {
    expect(await call(findContact, { inputData })).toMatchObject([
      {
        email: "ada@example.com",
        firstName: "Ada",
        lastName: null,
        company: { name: "Analytical Engines" },
        customProperties: { plan: "team" },
      },
    ]);
    const fields = await call("searches.find_contact.operation.outputFields");
    expect(fields).toContainEqual({ key: "customProperties__plan", label: "Plan", type: "string" });
  });

  test("finds nobody, which is no error", async () => {
    expect(await call(findContact, { inputData: { email: "nobody@example.com" } })).toEqual([]);
    expect(await call(findContact, { inputData: { email: "no address" } })).toEqual([]);
  });

  test("stops where there is nothing to find by", async () => {
    const error = await rig.failure(findContact, { inputData: { email: "" } });
    expect(error.type).toBe("HaltedError");
  });

  test("or create makes the contact once, and finds it from then on", async () => {
    const grace = { email: "grace@example.com", firstName: "Grace" };
    const made = await findOrCreate("find_contact", { email: grace.email }, grace);
    const found = await findOrCreate("find_contact", { email: grace.email }, { ...grace, firstName: "Other" });
    expect(made).toMatchObject({ ...grace, outcome: "created" });
    expect(found).toMatchObject({ ...grace, id: made.id });
    expect(Object.keys(made)).toEqual(expect.arrayContaining(Object.keys(found)));
  });
});

describe("Find Import", () => {
  const wanted = (name: string) => ({ name, method: "app", app: "zapier" }) as const;

  test("finds by the whole name, and by the status where it was chosen", async () => {
    const { id } = (await client.imports.findOrCreateAndStart(wanted("News"))).import;
    const by = (inputData: Record<string, unknown>) => call(findImport, { inputData });
    expect(await by({ name: "News" })).toMatchObject([{ id, name: "News", status: "running" }]);
    expect(await by({ name: "News", status: "running" })).toMatchObject([{ id }]);
    expect(await by({ name: "News", status: "completed" })).toEqual([]);
    expect(await by({ name: "New" })).toEqual([]);
  });

  test("or start makes the import once, and starts it again where only a running one will do", async () => {
    const first = await findOrCreate("find_import", { name: "Daily" }, { name: "Daily" });
    expect(first).toMatchObject({ name: "Daily", status: "running", outcome: "created" });
    expect(await findOrCreate("find_import", { name: "Daily" }, { name: "Daily" })).toMatchObject({ id: first.id });
    await client.imports.complete(first.id);
    const again = await findOrCreate("find_import", { name: "Daily", status: "running" }, { name: "Daily" });
    expect(again).toMatchObject({ id: first.id, status: "running", outcome: "started" });
  });
});
