import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { startZapierAgainstBackend, type ZapierAgainstBackend } from "../helpers/zapier-against-backend.ts";

const createContact = "creates.create_contact.operation.perform";
const updateContact = "creates.update_contact.operation.perform";
const createContacts = "creates.create_contacts.operation.perform";
const validateContact = "creates.validate_contact.operation.perform";
const completeImport = "creates.complete_import.operation.perform";

let rig: ZapierAgainstBackend;
let client: ZapierAgainstBackend["client"];
let call: ZapierAgainstBackend["call"];
let failure: ZapierAgainstBackend["failure"];

beforeAll(async () => {
  rig = await startZapierAgainstBackend();
  ({ client, call, failure } = rig);
}, 300_000);

afterAll(() => rig?.stop());

const running = async (name: string) =>
  (await client.imports.findOrCreateAndStart({ name, method: "app", app: "zapier" })).import;

/** An import that takes in nobody outside of Britain. */
async function choosy(name: string): Promise<string> {
  const { id } = await running(name);
  await client.imports.update(id, {
    qualification: [
      {
        text: "In Britain?",
        target: "contact",
        rule: { field: "countryCode", operator: "equals", value: "GB" },
        expect: "yes",
      },
    ],
  });
  return id;
}

const found = async (email: string) => (await client.contacts.list({ filters: { "email.equals": email } })).at(0);

describe("Create Contact", () => {
  test("stops the run of an unqualified contact, and goes on where that was chosen", async () => {
    const import_id = await choosy("Choosy");
    const stopped = await failure(createContact, {
      inputData: { import_id, email: "one@example.com", countryCode: "FR" },
    });
    expect(stopped.type).toBe("HaltedError");
    expect(stopped.said).toMatch(/^The contact was not taken in\. .*“In Britain\?”: /);

    const inputData = { import_id, email: "two@example.com", countryCode: "FR", when_not_taken_in: "continue" };
    expect(await call(createContact, { inputData })).toMatchObject({
      outcome: "unqualified",
      takenIn: false,
      id: null,
    });
    expect(await found("two@example.com")).toBeUndefined();
  });

  test("goes on after a rejected one where that was chosen, with the field by its label", async () => {
    const { id } = await running("Rejecting");
    const inputData = { import_id: id, email: "ada", when_not_taken_in: "continue" };
    const result = await call(createContact, { inputData });
    expect(result).toMatchObject({
      outcome: "rejected",
      takenIn: false,
      id: null,
      reason: expect.stringMatching(/^Email /),
    });
    expect((await client.imports.get(id)).counts).toMatchObject({ received: 1, rejected: 1 });
  });
});

describe("Update Contact", () => {
  const email = "update@example.com";

  beforeAll(async () => {
    const { id } = await running("Updates");
    await client.imports.addContact(id, {
      contact: { email, firstName: "Ada", phone: "+442079460958", tags: ["one"] },
      company: { name: "Engines" },
    });
  });

  test("changes what is given, and nothing by what is blank", async () => {
    const blank = { firstName: "", phone: "", tags: [], company__name: "" };
    const inputData = { email: " Update@Example.com", lastName: "Lovelace", ...blank };
    expect(await call(updateContact, { inputData })).toMatchObject({
      found: true,
      email,
      firstName: "Ada",
      lastName: "Lovelace",
      phone: "+442079460958",
      tags: ["one"],
      company: { name: "Engines" },
    });
    expect((await client.imports.list({ filters: { "name.equals": "Updates" } })).at(0)?.counts.received).toBe(1);
  });

  test("erases what it is told to erase", async () => {
    expect(await call(updateContact, { inputData: { email, clear_fields: ["phone"] } })).toMatchObject({
      firstName: "Ada",
      phone: null,
    });
  });

  test("repeated by Zapier writes once", async () => {
    const inputData = { email, employmentTitle: "Countess" };
    const first = await call(updateContact, { inputData });
    expect(await call(updateContact, { inputData })).toEqual(first);
  });

  test("moves a contact to another email, also when Zapier repeats that", async () => {
    const inputData = { email, new_email: "moved@example.com", nickname: "Countess" };
    const first = await call(updateContact, { inputData });
    expect(first).toMatchObject({ email: "moved@example.com", firstName: "Ada" });
    expect(await call(updateContact, { inputData })).toEqual(first);
    expect(await found(email)).toBeUndefined();
  });

  test("says that there is none, and makes none", async () => {
    const inputData = { email: "nobody@example.com", firstName: "No" };
    const stopped = await failure(updateContact, { inputData });
    expect(stopped.type).toBe("HaltedError");
    expect(stopped.said).toMatch(/^No contact has the email nobody@example\.com/);
    const goesOn = await call(updateContact, { inputData: { ...inputData, when_not_found: "continue" } });
    expect(goesOn).toMatchObject({ found: false, id: null, email: null });
    expect(await found("nobody@example.com")).toBeUndefined();
  });

  test("says what helps where the new email is another contact's", async () => {
    const { id } = await running("Taken");
    await client.imports.addContact(id, { contact: { email: "taken@example.com" } });
    const inputData = { email: "moved@example.com", new_email: "taken@example.com" };
    expect((await failure(updateContact, { inputData })).said).toBe(
      "There is a contact with the address taken@example.com already. Give another value, or change the one that is there.",
    );
  });

  test("names the field of a value that cannot be stored", async () => {
    const inputData = { email: "moved@example.com", countryCode: "Atlantis" };
    expect((await failure(updateContact, { inputData })).said).toMatch(/cannot take these values\. Country/);
  });
});

describe("Create Contacts in Bulk", () => {
  const rows = (count: number) => Array.from({ length: count }, (_, at) => ({ email: `bulk-${at}@example.com` }));

  test("takes line items in by one request, each with its result, and none spoils its neighbours", async () => {
    const { id } = await running("Bulk");
    await client.fields.create({ key: "plan", label: "Plan", type: "text" }).catch(() => undefined);
    const contacts = [
      {
        email: "first@example.com",
        firstName: "First",
        tags: "a, b",
        company__name: "One",
        customProperties__plan: "pro",
      },
      { email: "", firstName: "" },
      { email: "broken" },
      { email: "first@example.com", firstName: "", lastName: "Again" },
    ];
    const result = await call(createContacts, { inputData: { import_id: id, contacts } });
    expect(result).toMatchObject({
      counts: { received: 3, created: 1, updated: 1, rejected: 1 },
      notTakenIn: 1,
      results: [
        { number: 1, email: "first@example.com", outcome: "created", takenIn: true },
        { number: 3, email: "broken", outcome: "rejected", takenIn: false, reason: expect.stringMatching(/^Email /) },
        { number: 4, outcome: "updated", changed: expect.stringContaining("Last Name") },
      ],
    });
    expect(await found("first@example.com")).toMatchObject({
      firstName: "First",
      lastName: "Again",
      tags: ["a", "b"],
      customProperties: { plan: "pro" },
      company: { name: "One" },
    });
  });

  test("takes 500 in, and repeated by Zapier writes once", async () => {
    const { id } = await running("Five hundred");
    const inputData = { import_id: id, contacts: rows(500) };
    const first = await call(createContacts, { inputData });
    expect(first.results).toHaveLength(500);
    expect(await call(createContacts, { inputData })).toEqual(first);
    expect((await client.imports.get(id)).counts).toMatchObject({ received: 500, created: 500 });
  });

  test("takes no more, and nothing of what is too much", async () => {
    const { id } = await running("Too many");
    const error = await failure(createContacts, { inputData: { import_id: id, contacts: rows(501) } });
    expect(error.said).toMatch(/holds 501 line items, and a step takes 500 at most\. Nothing was stored/);
    expect((await client.imports.get(id)).counts.received).toBe(0);
  });

  test("stops the run where that was chosen, and says which were not taken in", async () => {
    const { id } = await running("Bulk that stops");
    const contacts = [{ email: "kept@example.com" }, { email: "broken" }];
    const error = await failure(createContacts, { inputData: { import_id: id, contacts, when_not_taken_in: "stop" } });
    expect(error.type).toBe("HaltedError");
    expect(error.said).toMatch(/^1 of 2 contacts was not taken in; the others were\. Contact 2: Email /);
    expect(await found("kept@example.com")).toBeDefined();
  });

  test("stops a run that brings nothing", async () => {
    const error = await failure(createContacts, { inputData: { contacts: [{ email: "" }] } });
    expect([error.type, error.said]).toEqual(["HaltedError", "There is nothing to send: Contacts holds no line item."]);
  });
});

describe("Validate Contact", () => {
  test("says what would happen, with normalised values and warnings, and stores nothing", async () => {
    const { id } = await running("Validated");
    const inputData = {
      import_id: id,
      email: " New@Example.com",
      phone: "call me",
      countryCode: "Germany",
      clear_fields: ["bio"],
    };
    expect(await call(validateContact, { inputData })).toMatchObject({
      id: null,
      outcome: "created",
      takenIn: true,
      email: "new@example.com",
      countryCode: "DE",
      warnings: expect.stringMatching(/^Phone /),
    });
    expect((await client.imports.get(id)).counts.received).toBe(0);
    expect(await found("new@example.com")).toBeUndefined();
  });

  test("tells the questions' answers, and what is wrong, without stopping the run", async () => {
    const import_id = await choosy("Choosy validation");
    const foreign = { import_id, email: "new@example.com", countryCode: "FR" };
    expect(await call(validateContact, { inputData: foreign })).toMatchObject({
      outcome: "unqualified",
      takenIn: false,
      answers: [{ question: "In Britain?", answer: "no", passed: false }],
    });
    expect(await call(validateContact, { inputData: { import_id, email: "no address" } })).toMatchObject({
      outcome: "rejected",
      takenIn: false,
      reason: expect.stringMatching(/^Email /),
    });
  });

  test("makes no import: without one it asks for one", async () => {
    const error = await failure(validateContact, { inputData: { email: "new@example.com" } });
    expect(error.said).toMatch(/^There is no import named Zapier yet/);
    expect(await client.imports.list({ filters: { "name.equals": "Zapier" } })).toEqual([]);
  });
});

describe("Complete Import", () => {
  test("completes once, also when Zapier repeats it", async () => {
    const { id } = await running("Completed");
    const inputData = { import_id: id };
    expect(await call(completeImport, { inputData })).toMatchObject({ id, status: "completed", outcome: "completed" });
    expect(await call(completeImport, { inputData })).toMatchObject({
      status: "completed",
      outcome: "alreadyCompleted",
    });
    const events = await client.events.list({ filters: { "importId.in": [id], "status.in": ["completed"] } });
    expect(events).toHaveLength(1);
  });

  test("says of a draft that there is nothing to complete, and of one that is gone to choose again", async () => {
    const { id } = await client.imports.create({ name: "Never started", method: "app", app: "zapier" });
    const draft = await failure(completeImport, { inputData: { import_id: id } });
    expect(draft.said).toMatch(/“Never started” is a draft: .* put a Start Import step before this one\.$/);
    const gone = await failure(completeImport, { inputData: { import_id: "imp_gone" } });
    expect(gone.said).toMatch(/Choose it again\.$/);
  });
});
