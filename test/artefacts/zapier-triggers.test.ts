import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { eventually } from "../helpers/eventually.ts";
import { putFile, uploadImport } from "../helpers/file-upload.ts";
import { startZapierAgainstBackend, type ZapierAgainstBackend } from "../helpers/zapier-against-backend.ts";
import { type RawRequest, startReceiver, type ZapierReceiver } from "../helpers/zapier-receiver.ts";

let rig: ZapierAgainstBackend;
let client: ZapierAgainstBackend["client"];
let call: ZapierAgainstBackend["call"];
const receivers: ZapierReceiver[] = [];

beforeAll(async () => {
  rig = await startZapierAgainstBackend();
  ({ client, call } = rig);
}, 180_000);

afterEach(async () => {
  for (const receiver of receivers.splice(0)) await receiver.close();
});

afterAll(() => rig?.stop());

const running = async (name: string, settings: Parameters<typeof client.imports.update>[1] = {}) => {
  const { id } = await client.imports.create({ name, method: "app", app: "zapier", ...settings });
  return client.imports.start(id);
};

/** A Zap that is turned on. */
interface Zap {
  receiver: ZapierReceiver;
  subscribeData: { id: string; secret: string };
  /** What the Zap makes of a request. */
  perform: (rawRequest: RawRequest) => Promise<Record<string, unknown>[]>;
  /** The items of all that was delivered, the newest first, once there are as many. */
  items: (count: number) => Promise<Record<string, unknown>[]>;
  list: () => Promise<Record<string, unknown>[]>;
  turnOff: () => Promise<void>;
}

async function turnOn(key: string, inputData: Record<string, unknown>, status = 200): Promise<Zap> {
  const operation = `triggers.${key}.operation`;
  const receiver = await startReceiver({ status });
  receivers.push(receiver);
  const subscribeData = await call(`${operation}.performSubscribe`, { inputData, targetUrl: receiver.url });
  const perform: Zap["perform"] = (rawRequest) =>
    call(`${operation}.perform`, { inputData, subscribeData, rawRequest, targetUrl: receiver.url });
  return {
    receiver,
    subscribeData,
    perform,
    items: async (count) => {
      await eventually(() => expect(receiver.received).toHaveLength(count));
      const items: Record<string, unknown>[] = [];
      for (const rawRequest of receiver.received) items.push(...(await perform(rawRequest)));
      return items.toSorted((one, other) => (String(one.id) < String(other.id) ? 1 : -1));
    },
    list: () => call(`${operation}.performList`, { inputData }),
    turnOff: () => call(`${operation}.performUnsubscribe`, { inputData, subscribeData, targetUrl: receiver.url }),
  };
}

describe("Contact Imported", () => {
  test("tells each of two Zaps what it asked for, as its list does, and goes on with one when the other ends", async () => {
    await client.fields.create({ key: "plan", label: "Plan", type: "text" });
    const one = await running("Two Zaps");
    const created = await turnOn("contact_imported", { import_ids: [one.id], outcomes: ["created"] });
    const watched = await turnOn("contact_imported", {
      import_ids: [one.id],
      outcomes: ["updated"],
      changed_fields: ["phone", "customProperties.plan"],
    });
    const add = (contact: Parameters<typeof client.imports.addContact>[1]["contact"]) =>
      client.imports.addContact(one.id, { contact, company: { name: "Analytical Engines" } });
    const email = "ada@example.com";
    const { contact } = await add({ email, firstName: "Ada" });
    await add({ email, lastName: "Lovelace" });
    await add({ email, customProperties: { plan: "team" } });

    const createdItems = await created.items(1);
    expect(createdItems).toMatchObject([
      {
        outcome: "created",
        contactId: contact?.id,
        email,
        firstName: "Ada",
        lastName: null,
        company: { name: "Analytical Engines" },
        import: { id: one.id, name: "Two Zaps", status: "running" },
      },
    ]);
    const watchedItems = await watched.items(1);
    expect(watchedItems).toMatchObject([
      { outcome: "updated", contactId: contact?.id, changed: "Plan", customProperties: { plan: "team" } },
    ]);
    expect(await created.list()).toEqual(createdItems);
    expect(await watched.list()).toEqual(watchedItems);

    await watched.turnOff();
    await add({ email, phone: "+442079460958" });
    await add({ email: "grace@example.com" });
    expect(await created.items(2)).toMatchObject([{ email: "grace@example.com" }, { email }]);
    expect(watched.receiver.received).toHaveLength(1);
    await expect(client.subscriptions.get(watched.subscribeData.id)).rejects.toMatchObject({ status: 404 });
  });

  test("does not take what was signed for another Zap", async () => {
    const one = await running("Foreign");
    const [first, second] = [
      await turnOn("contact_imported", { import_ids: [one.id] }),
      await turnOn("contact_imported", { import_ids: [one.id] }),
    ];
    await client.imports.addContact(one.id, { contact: { email: "foreign@example.com" } });
    expect(await first.items(1)).toEqual(await second.items(1));
    const [rawRequest] = second.receiver.received;
    const forged = rig.failure("triggers.contact_imported.operation.perform", {
      subscribeData: first.subscribeData,
      ...(rawRequest && { rawRequest }),
    });
    expect((await forged).type).toBe("HaltedError");
  });

  test("labels the organization's own fields, and offers them to watch", async () => {
    const fields = await call("triggers.contact_imported.operation.outputFields");
    expect(fields).toContainEqual({ key: "customProperties__plan", label: "Plan", type: "string" });
    const choices = await call("triggers.list_contact_fields.operation.perform", {
      meta: { isFillingDynamicDropdown: true },
    });
    expect(choices).toContainEqual({ id: "customProperties.plan", label: "Plan" });
    expect(choices).toContainEqual({ id: "company.name", label: expect.any(String) });
  });

  test("ends where Zapier says that the Zap is gone", async () => {
    const one = await running("Gone");
    const gone = await turnOn("contact_imported", { import_ids: [one.id] }, 410);
    await client.imports.addContact(one.id, { contact: { email: "gone@example.com" } });
    await eventually(async () =>
      expect(await client.subscriptions.get(gone.subscribeData.id)).toMatchObject({
        status: "disabled",
        disabledReason: "gone",
      }),
    );
    await gone.turnOff();
  });
});

describe("Contact Rejected or Unqualified", () => {
  test("says why in words, of what was chosen, as its list does", async () => {
    const rule = { field: "countryCode", operator: "equals", value: "GB" } as const;
    const one = await running("Left Out", {
      qualification: [{ text: "Is it in Britain?", target: "contact", rule, expect: "yes" }],
    });
    const both = await turnOn("contact_rejected_or_unqualified", { import_ids: [one.id] });
    const rejected = await turnOn("contact_rejected_or_unqualified", { import_ids: [one.id], outcomes: ["rejected"] });
    await client.imports.addContact(one.id, { contact: { email: "fr@example.com", countryCode: "FR" } });
    await client.imports.addContacts(one.id, [{ contact: { email: "nobody", firstName: "No" } }]);

    const items = await both.items(2);
    expect(items).toMatchObject([
      {
        outcome: "rejected",
        reason: 'Email is no email address: "nobody"',
        record: "contact.email: nobody, contact.firstName: No",
        input: { contact: { email: "nobody" } },
        answers: [],
        import: { id: one.id },
      },
      { outcome: "unqualified", errors: [], answers: [expect.stringMatching(/^Is it in Britain\? No: .*"FR"/)] },
    ]);
    expect(items[1]?.reason).toBe(Object(items[1]?.answers)[0]);
    expect(await both.list()).toEqual(items);
    expect(await rejected.items(1)).toEqual(items.slice(0, 1));
    expect(await rejected.list()).toEqual(items.slice(0, 1));
  });
});

describe("Import Run Finished", () => {
  test("tells a run with its counts, as its list does, and a failed one only where it was asked for", async () => {
    const importId = await uploadImport(rig.backend, { name: "Trade Fair" });
    const all = await turnOn("import_run_finished", { import_ids: [importId] });
    const failed = await turnOn("import_run_finished", { import_ids: [importId], outcomes: ["failed"] });
    await putFile(rig.backend, importId, "Email,Name\none@example.com,One\nno address,Two\n");
    await client.imports.start(importId);

    const items = await all.items(1);
    expect(items).toMatchObject([
      {
        outcome: "finished",
        error: null,
        counts: { received: 2, created: 1, rejected: 1 },
        import: { id: importId, name: "Trade Fair", method: "upload" },
      },
    ]);
    expect(JSON.stringify(items)).not.toContain("/trigger/");
    expect(await all.list()).toEqual(items);
    expect(await failed.list()).toEqual([]);
    expect(failed.receiver.received).toEqual([]);
  });

  test("offers the imports that have runs, and no others", async () => {
    const one = await running("Without Runs");
    const choices = await call("triggers.list_imports_with_runs.operation.perform");
    expect(choices).toContainEqual(expect.objectContaining({ name: "Trade Fair", label: "Trade Fair (completed)" }));
    expect(choices).not.toContainEqual(expect.objectContaining({ id: one.id }));
    const open = await call("triggers.list_running_imports.operation.perform");
    expect(open).toContainEqual(expect.objectContaining({ id: one.id, label: "Without Runs (running)" }));
    expect(open).not.toContainEqual(expect.objectContaining({ name: "Trade Fair" }));
  });
});
