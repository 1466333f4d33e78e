import { describe, expect, test } from "@jest/globals";
import { allRows } from "../helpers/all-rows.ts";
import { clientOf, send } from "../helpers/api.ts";
import { databases } from "../helpers/backend.ts";
import { runningBackend, runningImport } from "../helpers/running-backend.ts";

describe.each(databases)("a contact that is merged into another (%s)", (database) => {
  const running = runningBackend(database);
  const call = (method: string, path: string, body?: unknown) => send(running.backend, method, `/v5${path}`, body);
  const add = async (contact: object) => (await call("POST", "/contacts", contact)).body;

  test("fills its blanks, and leads to it by its id and its address", async () => {
    const client = clientOf(running.backend);
    const { id: importId } = await runningImport(running.backend);
    const merged = await add({
      email: "old@example.com",
      name: "Ada Lovelace",
      city: "Rome",
      phone: "+442079460958",
      tags: ["a", "b"],
      customProperties: { plan: "free", seats: "3" },
      company: { name: "Acme" },
    });
    const survivor = await add({
      email: "new@example.com",
      firstName: "Grace",
      city: "Oslo",
      tags: ["b", "c"],
      customProperties: { plan: "team" },
    });
    await call("POST", `/imports/${importId}/contacts`, { contact: { email: "old@example.com", bio: "Old" } });

    const result = await client.contacts.merge(merged.id, survivor.id);
    expect(result).toMatchObject({
      id: survivor.id,
      email: "new@example.com",
      name: "Grace",
      firstName: "Grace",
      city: "Oslo",
      phone: "+442079460958",
      bio: "Old",
      tags: ["b", "c", "a"],
      customProperties: { plan: "team", seats: "3" },
      company: { name: "Acme" },
    });
    expect(result.lastName).toBeUndefined();
    expect(await client.contacts.get(merged.id)).toEqual(result);
    expect((await call("GET", "/contacts/count")).body.count).toBe(1);
    expect(await client.contacts.merge(merged.id, survivor.id)).toEqual(result);

    // Records of either address, even in one batch, are of one contact; and neither address can be given away.
    const records = [
      { contact: { email: "old@example.com", city: "Paris" } },
      { contact: { email: "new@example.com", nickname: "G" } },
      { contact: { email: "OLD@example.com", bio: "New" } },
    ];
    const { body } = await call("POST", `/imports/${importId}/contacts/batch`, { records });
    for (const one of body.results) {
      expect(one).toMatchObject({ outcome: "updated", contact: { id: survivor.id, email: "new@example.com" } });
    }
    expect(await client.contacts.get(survivor.id)).toMatchObject({ city: "Paris", nickname: "G", bio: "New" });
    const other = await add({ email: "other@example.com" });
    expect((await call("POST", "/contacts", { email: "old@example.com" })).body.code).toBe("already_exists");
    expect((await call("PATCH", `/contacts/${other.id}`, { email: "old@example.com" })).body.code).toBe(
      "already_exists",
    );
    expect((await client.contacts.export(merged.id)).rows).toHaveLength(4);

    // An undo puts back what the import changed since, and removes nobody who was merged.
    await call("POST", `/imports/${importId}/complete`);
    expect((await client.imports.undo(importId)).reversed).toMatchObject({ contactsRemoved: 0 });
    expect(await client.contacts.get(survivor.id)).toMatchObject({ city: "Oslo", phone: "+442079460958" });

    // Merged on, everything leads to the last one.
    await client.contacts.merge(survivor.id, other.id);
    expect(await client.contacts.get(merged.id)).toMatchObject({ id: other.id, email: "other@example.com" });

    await client.contacts.forget(other.id);
    expect((await call("GET", `/contacts/${merged.id}`)).status).toBe(404);
    await running.backend.stop();
    const left = (await allRows(running.storage)).filter((row) => /(old|new|other)@example\.com/i.test(row));
    expect(left).toEqual([]);
    await running.restart();
    expect((await call("POST", "/contacts", { email: "old@example.com" })).status).toBe(201);
  });

  test("is refused for itself and for contacts that are not there; one that is deleted gives its addresses free", async () => {
    const [one, two] = [await add({ email: "one@example.com" }), await add({ email: "two@example.com" })];
    expect((await call("POST", `/contacts/${one.id}/merge`, { into: one.id })).status).toBe(422);
    expect((await call("POST", `/contacts/${one.id}/merge`, { into: "con_x" })).status).toBe(404);
    expect((await call("POST", `/contacts/con_x/merge`, { into: one.id })).status).toBe(404);
    expect((await call("POST", `/contacts/${one.id}/merge`, {})).status).toBe(422);
    expect((await call("POST", `/contacts/${one.id}/merge`, { into: two.id })).status).toBe(200);
    expect((await call("DELETE", `/contacts/${two.id}`)).status).toBe(204);
    expect((await call("GET", `/contacts/${one.id}`)).status).toBe(404);
    expect((await call("POST", "/contacts", { email: "one@example.com" })).status).toBe(201);
  });

  test("while records of it come in, none of them is lost and no address is two contacts", async () => {
    const { id: importId } = await runningImport(running.backend);
    const [from, into] = [await add({ email: "from@example.com" }), await add({ email: "into@example.com" })];
    const record = (number: number) => ({
      contact: { email: "from@example.com", customProperties: { n: `${number}` } },
    });
    const sent = Array.from({ length: 30 }, (_, number) =>
      call("POST", `/imports/${importId}/contacts`, record(number)),
    );
    const merging = call("POST", `/contacts/${from.id}/merge`, { into: into.id });
    const outcomes = (await Promise.all(sent)).map(({ body }) => body.outcome);
    expect((await merging).status).toBe(200);
    expect(new Set(outcomes)).toEqual(new Set(["updated"]));
    expect((await call("GET", "/contacts/count?filter.email.in=from@example.com,into@example.com")).body.count).toBe(1);
  });
});
