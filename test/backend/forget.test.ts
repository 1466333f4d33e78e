import type { ImportRow } from "@firstquadrant/core-client";
import { describe, expect, test } from "@jest/globals";
import { addressPattern } from "../../backend/src/contacts/address-pattern.ts";
import { allRows } from "../helpers/all-rows.ts";
import { clientOf, send } from "../helpers/api.ts";
import { databases } from "../helpers/backend.ts";
import { draftImport, runningBackend, runningImport } from "../helpers/running-backend.ts";

const forgotten = ["ada.lovelace@exämple.com", "ada.lovelace@xn--exmple-cua.com", "first-address@example.com"];
const names = [...forgotten, "Lovelace", "+442079460958"];

describe.each(databases)("a contact that is forgotten (%s)", (database) => {
  const running = runningBackend(database);
  const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    send(running.backend, method, `/v5${path}`, body, headers);
  const pathOf = (url: string) => new URL(url).pathname.replace("/v5", "");
  const rowsOf = async (id: string): Promise<ImportRow[]> => (await call("GET", `/imports/${id}/rows?limit=100`)).body;

  test("is found nowhere any more, and everything else is as it was", async () => {
    const { backend } = running;
    // Nobody listens there, so that deliveries stay pending.
    const subscription = { targetUrl: "http://127.0.0.1:1/", eventTypes: ["contact.imported", "contact.rejected"] };
    await call("POST", "/subscriptions", subscription);
    const into = await runningImport(backend, { unknownFields: "reject" });
    const other = await runningImport(backend);
    const draft = await draftImport(backend);
    const [, address, first] = forgotten;
    const contact = { email: first, name: "Ada Lovelace", phone: "+44 20 7946 0958", city: "London" };
    const bystander = { contact: { email: `x${address}`, name: "Somebody Else" }, company: { name: "Lives On Ltd" } };

    const added = await call("POST", `/imports/${into.id}/contacts`, { contact }, { "Idempotency-Key": "any" });
    const { id } = added.body.contact;
    await call("PATCH", `/contacts/${id}`, { email: forgotten[0] }, { "Idempotency-Key": `change ${forgotten[0]}` });
    await call("POST", `/imports/${other.id}/contacts/batch`, {
      records: [{ contact: { ...contact, email: `\n${forgotten[0]?.toUpperCase()}`, city: "Paris" } }, bystander],
    });
    const unknown = { contact: { email: forgotten[0], shoeSize: "Lovelace" } };
    expect((await call("POST", `/imports/${into.id}/contacts`, unknown)).status).toBe(422);
    expect((await call("POST", pathOf(draft.trigger.url), { text: `From:\n${address}` })).status).toBe(202);
    await call("POST", pathOf(draft.trigger.url), bystander);
    const late = await runningImport(backend);
    await call("POST", `/imports/${late.id}/complete`);
    expect((await call("POST", pathOf(late.trigger.url), { contact: { ...contact, email: address } })).status).toBe(
      409,
    );
    const byHand = await call("POST", "/contacts", { email: "grace@example.com", company: { name: "Lives On Ltd" } });

    const counts = (await call("GET", `/imports/${other.id}`)).body.counts;
    const result = await clientOf(backend).contacts.forget(id, { idempotencyKey: "forget" });
    expect(result).toEqual({ rows: 3, events: 0, records: 2, answers: 2, deliveries: expect.any(Number), files: 0 });

    expect((await call("GET", `/contacts/${id}`)).status).toBe(404);
    expect((await call("GET", `/imports/${other.id}`)).body.counts).toEqual(counts);
    const rows = [...(await rowsOf(into.id)), ...(await rowsOf(other.id))];
    expect(rows.map(({ outcome, contact: shown, input }) => [outcome, shown?.email ?? null, input === null])).toEqual([
      ["rejected", null, true],
      ["created", null, true],
      ["created", `x${address}`, false],
      ["updated", null, true],
    ]);
    expect((await call("GET", `/imports/${draft.id}`)).body.samples).toBe(1);
    expect((await call("GET", `/imports/${late.id}`)).body.lateRecords).toBe(0);
    const events = (await call("GET", "/events?limit=100&filter.type.in=contact.imported,contact.rejected")).body;
    expect(events.map(({ data }: { data: { contact: { email: string } } }) => data.contact.email)).toEqual([
      "grace@example.com",
      `x${address}`,
    ]);
    const pending = (await call("GET", "/deliveries?filter.status.equals=pending")).body;
    expect(pending).toHaveLength(2);
    const again = await call("POST", `/imports/${into.id}/contacts`, { contact }, { "Idempotency-Key": "any" });
    expect([again.status, again.headers.get("idempotency-replayed")]).toEqual([404, "true"]);
    expect((await call("POST", `/contacts/${id}/forget`)).status).toBe(404);
    expect(await clientOf(backend).contacts.forget(id, { idempotencyKey: "forget" })).toEqual(result);

    await backend.stop();
    const stored = await allRows(running.storage);
    expect(stored.filter((row) => row.includes(`x${address}`)).length).toBeGreaterThan(0);
    const kept = stored.filter((row) => {
      const text = row.toLowerCase().replaceAll(`x${address}`, "");
      return names.some((name) => text.includes(name.toLowerCase()));
    });
    expect(kept).toEqual([]);
    await running.restart();

    // What comes again is somebody new.
    const anew = await call("POST", `/imports/${into.id}/contacts`, { contact });
    expect(anew.body).toMatchObject({ outcome: "created", contact: { email: first } });
    expect(anew.body.contact.id).not.toBe(id);

    // By hand there is no row, but an event; and one that was deleted can still be forgotten by its rows.
    expect(await clientOf(running.backend).contacts.forget(byHand.body.id)).toMatchObject({ rows: 0, events: 1 });
    await call("DELETE", `/contacts/${anew.body.contact.id}`);
    expect((await call("POST", `/contacts/${anew.body.contact.id}/forget`)).body).toMatchObject({ rows: 1 });
  });
});

test.each([
  ["ada@example.com", true],
  ['{"email": "Ada@Example.com"}', true],
  ['"see: ada@example.com."', true],
  ['"line\\nada@example.com"', true],
  ["email=ada%40example.com&x=1", true],
  ["xada@example.com", false],
  ["x.ada@example.com", false],
  ["ada@example.com.au", false],
  ["ada@example.community", false],
  ["ada@exampleXcom", false],
])("an address in %j is found: %s", (text, isFound) => {
  // PostgreSQL's classes of characters, in the words of JavaScript.
  const pattern = addressPattern(["ada@example.com"]).replaceAll("[:alnum:]", "a-z0-9");
  expect(new RegExp(pattern, "i").test(text)).toBe(isFound);
});
