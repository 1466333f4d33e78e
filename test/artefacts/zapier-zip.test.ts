import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { eventually } from "../helpers/eventually.ts";
import { startZapierAgainstBackend, type ZapierAgainstBackend } from "../helpers/zapier-against-backend.ts";
import { type RawRequest, startReceiver } from "../helpers/zapier-receiver.ts";

const createContact = "creates.create_contact.operation.perform";
const startImport = "creates.start_import.operation.perform";
const findImport = "searches.find_import.operation.perform";
const listImports = "triggers.list_imports.operation.perform";
const hook = "triggers.import_status_changed.operation";

let rig: ZapierAgainstBackend;
let client: ZapierAgainstBackend["client"];
let zapier: ZapierAgainstBackend["zapier"];
let call: ZapierAgainstBackend["call"];
let failure: ZapierAgainstBackend["failure"];
let authData: Record<string, string>;

beforeAll(async () => {
  rig = await startZapierAgainstBackend();
  ({ client, zapier, call, failure, authData } = rig);
}, 180_000);

afterAll(() => rig?.stop());

const running = async (name: string) =>
  (await client.imports.findOrCreateAndStart({ name, method: "app", app: "zapier" })).import;

describe("the zip", () => {
  test("is valid by Zapier's schema, in the process that runs it", async () => {
    expect(await zapier.command("validate")).toEqual([]);
  });

  test("tells how Zapier can sign requests of its own", async () => {
    expect(await zapier.command("getAuthTemplate")).toMatchObject({
      supported: true,
      template: {
        headers: {
          Authorization: "Bearer {{bundle.authData.apiKey}}",
          "FirstQuadrant-Organization-ID": "{{bundle.authData.organizationId}}",
        },
      },
    });
  });
});

describe("the connection", () => {
  test("is tested and named", async () => {
    const account = await call("authentication.test");
    const me = await client.account.me();
    expect(account.organization).toEqual(me.organization);
    const label = await zapier.call("authentication.connectionLabel", authData, { inputData: account });
    expect(label).toBe(`${me.organization.name} (${me.name})`);
  });

  test("with a wrong key is to be made again", async () => {
    const wrong = `${authData.apiKey?.slice(0, -4)}aaaa`;
    const error = await failure("authentication.test", {}, { ...authData, apiKey: wrong });
    expect(error.type).toBe("ExpiredAuthError");
    expect(error.said).toMatch(/Reconnect FirstQuadrant in Zapier with a valid key\.$/);
    expect(error.message).not.toContain(wrong);
  });

  test("to an address where nothing answers says so", async () => {
    const error = await failure("authentication.test", {}, { ...authData, baseUrl: "http://127.0.0.1:9" });
    expect(error.said).toMatch(/^No answer came from 127\.0\.0\.1:9\. .* Try again in a minute\.$/);
  });
});

describe("Create Contact", () => {
  test("offers running imports in its dropdown, by name and status", async () => {
    const one = await running("Dropdown");
    const choices = await call(listImports, { meta: { isFillingDynamicDropdown: true } });
    expect(choices).toContainEqual({ id: one.id, label: "Dropdown (running)", name: "Dropdown", status: "running" });
  });

  test("goes on in the dropdown where a page ended", async () => {
    for (let index = 0; index < 101; index++) await client.imports.create({ name: `Page ${index}`, method: "webhook" });
    const first = await call(listImports, { meta: { page: 0 } });
    const second = await call(listImports, { meta: { page: 1 } });
    expect(first).toHaveLength(100);
    const ids = new Set([...first, ...second].map((choice: { id: string }) => choice.id));
    expect(ids.size).toBe(first.length + second.length);
    expect(ids.size).toBe((await client.imports.count()).count);
  });

  test("stores the contact with its company and custom fields in a running import", async () => {
    const one = await running("Contacts");
    await client.fields.create({ key: "seats", label: "Seats", type: "number" });
    const fields = await zapier.call("creates.create_contact.operation.inputFields", authData);
    expect(fields).toContainEqual(expect.objectContaining({ key: "customProperties__seats", type: "number" }));

    const result = await call(createContact, {
      inputData: {
        import_id: one.id,
        email: " Ada@Example.com",
        firstName: "Ada",
        lastName: "",
        tags: "newsletter",
        latitude: "51.5",
        company__name: "Analytical Engines",
        company__employeesCount: "120 people",
        customProperties__seats: "12",
      },
    });
    expect(result).toMatchObject({
      outcome: "created",
      email: "ada@example.com",
      lastName: null,
      latitude: 51.5,
      tags: ["newsletter"],
      company: { name: "Analytical Engines", employeesCount: 120 },
      customProperties: { seats: 12 },
      import: { id: one.id, name: "Contacts", status: "running" },
    });
    const stored = await client.contacts.get(result.id);
    expect(stored).toMatchObject({ email: "ada@example.com", firstName: "Ada", customProperties: { seats: 12 } });
  });

  test("erases nothing by a blank field, and only what it is told to erase", async () => {
    const one = await running("Blanks");
    const email = "grace@example.com";
    await call(createContact, { inputData: { import_id: one.id, email, firstName: "Grace", phone: "+442079460958" } });
    const blank = { firstName: "", phone: "", lastName: "Hopper", tags: [], company__name: "" };
    const updated = await call(createContact, { inputData: { import_id: one.id, email, ...blank } });
    expect(updated).toMatchObject({
      outcome: "updated",
      firstName: "Grace",
      lastName: "Hopper",
      phone: "+442079460958",
    });

    const cleared = await call(createContact, { inputData: { import_id: one.id, email, clear_fields: ["phone"] } });
    expect(cleared).toMatchObject({ firstName: "Grace", phone: null, changed: "Phone" });
  });

  test("without an import makes and starts the one named Zapier, once", async () => {
    const first = await call(createContact, { inputData: { email: "one@example.com" } });
    const second = await call(createContact, { inputData: { email: "two@example.com", import_id: "" } });
    expect(first.import).toMatchObject({ name: "Zapier", status: "running" });
    expect(second.import.id).toBe(first.import.id);
    expect(await client.imports.get(first.import.id)).toMatchObject({
      method: "app",
      app: "zapier",
      mode: "continuous",
    });
  });

  test("repeated by Zapier writes once, and answers the same", async () => {
    const one = await running("Repeated");
    const again = { inputData: { import_id: one.id, email: "again@example.com" } };
    const first = await call(createContact, again);
    expect(await call(createContact, again)).toEqual(first);
    expect((await client.imports.get(one.id)).counts).toMatchObject({ received: 1, created: 1 });
  });

  test("names the fields that are wrong as the step does", async () => {
    const one = await running("Wrong");
    const error = await failure(createContact, { inputData: { import_id: one.id, email: "ada" } });
    expect(error.type).toBe("AppError");
    expect(error.said).toMatch(/^FirstQuadrant cannot take these values\. Email /);
  });

  test("says what to do about an import that takes no contacts", async () => {
    const one = await running("Done");
    await client.imports.complete(one.id);
    const completed = await failure(createContact, { inputData: { import_id: one.id, email: "ada@example.com" } });
    expect(completed.said).toMatch(/"Done" is completed\. Start it again in FirstQuadrant or with a Start Import step/);

    const draft = await client.imports.create({ name: "Draft", method: "app", app: "zapier" });
    const waiting = await failure(createContact, { inputData: { import_id: draft.id, email: "ada@example.com" } });
    expect(waiting.said).toMatch(/"Draft" .* put a Start Import step before this one/);

    const gone = await failure(createContact, { inputData: { import_id: "imp_gone", email: "ada@example.com" } });
    expect(gone.said).toMatch(/Choose it again\.$/);
  });

  test("works again at once after the import was started again", async () => {
    const one = await running("Again");
    await client.imports.complete(one.id);
    const input = { inputData: { import_id: one.id, email: "late@example.com" } };
    await failure(createContact, input);
    await client.imports.start(one.id);
    expect(await call(createContact, input)).toMatchObject({ outcome: "created" });
  });
});

describe("Start Import", () => {
  test("twice is one import: made, then found running", async () => {
    const first = await call(startImport, { inputData: { name: "Twice" } });
    const second = await call(startImport, { inputData: { name: "Twice" } });
    expect(first).toMatchObject({ outcome: "created", name: "Twice", status: "running", app: "zapier" });
    expect(second).toMatchObject({ outcome: "alreadyRunning", id: first.id });
  });

  test("starts again what was completed since", async () => {
    const first = await call(startImport, { inputData: { name: "Every morning" } });
    await client.imports.complete(first.id);
    expect(await call(startImport, { inputData: { name: "Every morning" } })).toMatchObject({
      outcome: "started",
      id: first.id,
      status: "running",
    });
  });
});

test("Find Import finds by name", async () => {
  const one = await running("Findable");
  expect(await call(findImport, { inputData: { name: "Findable" } })).toEqual([
    expect.objectContaining({ id: one.id, name: "Findable" }),
  ]);
  expect(await call(findImport, { inputData: { name: "Find" } })).toEqual([]);
});

describe("Import Status Changed", () => {
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  let subscribeData: { id: string; secret: string };
  let inputData: { import_ids: string[]; statuses: string[] };
  let importId: string;

  beforeAll(async () => {
    receiver = await startReceiver();
    importId = (await running("Watched")).id;
    inputData = { import_ids: [importId], statuses: ["completed"] };
    subscribeData = await call(`${hook}.performSubscribe`, { inputData, targetUrl: receiver.url });
  });
  afterAll(() => receiver?.close());

  const perform = (rawRequest: RawRequest) =>
    call(`${hook}.perform`, { inputData, subscribeData, rawRequest, targetUrl: receiver.url });

  const delivered = () =>
    eventually(() => {
      const [first] = receiver.received;
      if (first === undefined) throw new Error("Nothing was delivered so far.");
      return first;
    });

  test("subscribes to what was chosen", async () => {
    expect(await client.subscriptions.get(subscribeData.id)).toMatchObject({
      targetUrl: receiver.url,
      eventTypes: ["import.status_changed"],
      filter: { importIds: [importId], statuses: ["completed"] },
    });
  });

  test("takes the signed delivery of a change, as one item of the same shape as the list's", async () => {
    const other = await running("Not watched");
    await client.imports.complete(other.id);
    await client.imports.complete(importId);
    const items = await perform(await delivered());
    expect(items).toEqual([
      expect.objectContaining({
        status: "completed",
        previousStatus: "running",
        import: expect.objectContaining({ id: importId, name: "Watched", status: "completed" }),
      }),
    ]);
    expect(await call(`${hook}.performList`, { inputData })).toEqual(items);
  });

  test("does not take what somebody else signed, or changed on the way", async () => {
    const request = await delivered();
    const content = request.content.replace("Watched", "Forged");
    const tampered = await failure(`${hook}.perform`, {
      inputData,
      subscribeData,
      rawRequest: { ...request, content },
    });
    expect(tampered.type).toBe("HaltedError");

    const secret = `whsec_${Buffer.from("somebody else's secret").toString("base64")}`;
    const foreign = { ...subscribeData, secret };
    const other = await failure(`${hook}.perform`, { inputData, subscribeData: foreign, rawRequest: request });
    expect(other.type).toBe("HaltedError");
    for (const error of [tampered, other]) {
      expect(`${error.message} ${error.trace}`).not.toContain(subscribeData.secret);
      expect(`${error.message} ${error.trace}`).not.toContain(secret);
    }
  });

  test("ends its subscription, and finds it ended already the next time", async () => {
    await call(`${hook}.performUnsubscribe`, { inputData, subscribeData, targetUrl: receiver.url });
    await expect(client.subscriptions.get(subscribeData.id)).rejects.toMatchObject({ status: 404 });
    await call(`${hook}.performUnsubscribe`, { inputData, subscribeData, targetUrl: receiver.url });
  });

  test("wrote no secret into Zapier's logs: no key, no signing secret, no address of a trigger", async () => {
    const logs = zapier.logs();
    for (const path of ["/v5/subscriptions", "/v5/imports/start"]) expect(logs).toContain(path);
    expect(logs).not.toContain(subscribeData.secret);
    expect(logs).not.toContain(authData.apiKey);
    expect(logs).not.toContain("/trigger/");
  });
});
