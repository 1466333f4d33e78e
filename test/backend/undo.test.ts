import { describe, expect, test } from "@jest/globals";
import { clientOf, send } from "../helpers/api.ts";
import { databases, startBackend } from "../helpers/backend.ts";
import { inDatabase } from "../helpers/in-database.ts";
import { runningBackend, runningImport } from "../helpers/running-backend.ts";

const nothing = { contactsRemoved: 0, fieldsRestored: 0, companiesRemoved: 0, companyFieldsRestored: 0 };

describe.each(databases)("undo of an import (%s)", (database) => {
  const running = runningBackend(database);
  const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    send(running.backend, method, `/v5${path}`, body, headers);
  const take = async (id: string, record: object) => {
    const answer = await call("POST", `/imports/${id}/contacts`, record);
    expect(answer.status).toBe(200);
    return answer.body;
  };
  const undo = async (id: string) => {
    await call("POST", `/imports/${id}/complete`);
    const answer = await call("POST", `/imports/${id}/undo`);
    expect(answer.status).toBe(200);
    return answer.body;
  };
  let made = 0;
  const newEmail = () => {
    made += 1;
    return `ada-${made}@example.com`;
  };

  test("removes what it created, company and all; a second one answers zeros; the counts stay as history", async () => {
    const { id } = await runningImport(running.backend);
    const emails = [newEmail(), newEmail()];
    for (const email of emails) {
      await take(id, { contact: { email, city: "London" }, company: { name: "Gone Ltd" } });
    }
    await take(id, { contact: { email: emails[0], city: "Paris" } });
    expect(await undo(id)).toEqual({
      reversed: { ...nothing, contactsRemoved: 2, companiesRemoved: 1 },
      kept: [],
      counts: { rows: 3, kept: 0 },
    });
    expect((await call("GET", `/contacts/count?filter.email.in=${emails.join(",")}`)).body.count).toBe(0);
    expect((await call("POST", `/imports/${id}/undo`, {})).body).toEqual({
      reversed: nothing,
      kept: [],
      counts: { rows: 0, kept: 0 },
    });
    expect((await call("GET", `/imports/${id}`)).body.counts).toMatchObject({ received: 3, created: 2, updated: 1 });
    const rows = (await call("GET", `/imports/${id}/rows`)).body;
    expect(rows).toHaveLength(3);
    for (const row of rows) expect(row.undoneAt).toEqual(expect.any(String));

    // What comes again is made anew, company and all, and can be undone again.
    await call("POST", `/imports/${id}/start`);
    const again = await take(id, { contact: { email: emails[0], city: "London" }, company: { name: "Gone Ltd" } });
    expect(again).toMatchObject({ outcome: "created", contact: { company: { name: "Gone Ltd" } } });
    expect((await undo(id)).reversed).toEqual({ ...nothing, contactsRemoved: 1, companiesRemoved: 1 });
  });

  test("puts changed fields back, and keeps what was changed since", async () => {
    const email = newEmail();
    const before = await call("POST", "/contacts", {
      email,
      city: "Rome",
      phone: "+442079460958",
      tags: ["a"],
      customProperties: { plan: "free" },
      company: { name: "Before Ltd", city: "Rome" },
    });
    const { id } = await runningImport(running.backend);
    await take(id, {
      contact: { email, city: "Paris", bio: "New", tags: ["b"], customProperties: { plan: "team" } },
      company: { name: "Before Ltd", city: "Paris" },
      clear: ["phone"],
    });
    await take(id, { contact: { email, city: "Oslo", nickname: "A" } });
    await call("PATCH", `/contacts/${before.body.id}`, { bio: "By hand" });
    expect(await undo(id)).toEqual({
      reversed: { ...nothing, fieldsRestored: 5, companyFieldsRestored: 1 },
      kept: [{ contactId: before.body.id, reason: "changedSince", fields: ["bio"] }],
      counts: { rows: 2, kept: 1 },
    });
    const after = (await call("GET", `/contacts/${before.body.id}`)).body;
    const { updatedAt: _, company, ...contact } = before.body;
    expect(after).toMatchObject({ ...contact, bio: "By hand", company: { id: company.id, city: "Rome" } });
    expect(after.nickname).toBeUndefined();
  });

  test("keeps what it created when somebody else had a part in it, and says why", async () => {
    const [first, other] = [await runningImport(running.backend), await runningImport(running.backend)];
    const [byHand, elsewhere] = [newEmail(), newEmail()];
    const changed = await take(first.id, { contact: { email: byHand }, company: { name: "Kept Ltd" } });
    const used = await take(first.id, { contact: { email: elsewhere } });
    await call("PATCH", `/contacts/${changed.contact.id}`, { city: "Rome" });
    expect((await take(other.id, { contact: { email: elsewhere } })).outcome).toBe("unchanged");
    const result = await undo(first.id);
    expect(result.reversed).toEqual(nothing);
    expect(result.kept).toEqual(
      expect.arrayContaining([
        { contactId: changed.contact.id, reason: "changedSince" },
        { contactId: used.contact.id, reason: "usedElsewhere" },
      ]),
    );
    expect((await call("GET", `/contacts/${changed.contact.id}`)).body.company).toMatchObject({ name: "Kept Ltd" });
  });

  test("undone one after the other, two imports leave nothing", async () => {
    const [first, other] = [await runningImport(running.backend), await runningImport(running.backend)];
    const email = newEmail();
    await take(first.id, { contact: { email, city: "Rome" } });
    const { contact } = await take(other.id, { contact: { email, city: "Paris" } });
    expect((await undo(other.id)).reversed).toEqual({ ...nothing, fieldsRestored: 1 });
    expect((await call("GET", `/contacts/${contact.id}`)).body.city).toBe("Rome");
    expect((await undo(first.id)).reversed).toEqual({ ...nothing, contactsRemoved: 1 });
    expect((await call("GET", `/contacts/${contact.id}`)).status).toBe(404);
  });

  test("is refused while the import runs, for a run that is not there, and for what is no body", async () => {
    const { id } = await runningImport(running.backend);
    expect((await call("POST", `/imports/${id}/undo`)).body).toMatchObject({ code: "invalid_transition", status: 409 });
    expect((await call("POST", `/imports/${id}/undo`, { runId: "run_x" })).status).toBe(404);
    expect((await call("POST", `/imports/${id}/undo`, { run: "run_x" })).status).toBe(422);
    expect((await call("POST", "/imports/imp_x/undo")).status).toBe(404);
  });

  test("under an idempotency key gives the first answer again", async () => {
    const { id } = await runningImport(running.backend);
    await take(id, { contact: { email: newEmail() } });
    await call("POST", `/imports/${id}/complete`);
    const client = clientOf(running.backend);
    const first = await client.imports.undo(id, { idempotencyKey: `undo ${id}` });
    expect(first.reversed.contactsRemoved).toBe(1);
    expect(await client.imports.undo(id, { idempotencyKey: `undo ${id}` })).toEqual(first);
    const other = await call("POST", "/imports/imp_x/undo", {}, { "Idempotency-Key": `undo ${id}` });
    expect(other.body.code).toBe("idempotency_mismatch");
  });

  test("killed in the middle, and called again, does all of it, and nothing twice", async () => {
    const count = 4000;
    const before = newEmail();
    const { id: contactId } = (await call("POST", "/contacts", { email: before, city: "Rome" })).body;
    const { id } = await runningImport(running.backend);
    await take(id, { contact: { email: before, city: "Paris" } });
    const records = Array.from({ length: count }, (_, index) => ({
      contact: { email: `many-${index}@example.com` },
      company: { name: `Many ${index % 700}` },
    }));
    for (let start = 0; start < count; start += 1000) {
      const part = { records: records.slice(start, start + 1000) };
      expect((await call("POST", `/imports/${id}/contacts/batch`, part)).status).toBe(200);
    }
    await call("POST", `/imports/${id}/complete`);
    const cutOff = call("POST", `/imports/${id}/undo`).catch(() => null);
    const left = async () => (await call("GET", "/contacts/count?filter.email.startsWith=many-")).body.count;
    while ((await left()) === count);
    await running.backend.kill();
    await cutOff;

    const backend = { ...(await startBackend(running.storage)), apiKey: running.backend.apiKey };
    try {
      const again = (await send(backend, "POST", `/v5/imports/${id}/undo`)).body;
      expect(again.reversed.contactsRemoved).toBeLessThan(count);
      expect(again.kept).toEqual([]);
      const rest = await send(backend, "GET", "/v5/contacts/count?filter.email.startsWith=many-");
      expect(rest.body.count).toBe(0);
      expect((await send(backend, "GET", `/v5/contacts/${contactId}`)).body.city).toBe("Rome");
      // The companies are gone too: of this name a new one is made.
      const third = await send(backend, "POST", `/v5/imports/${id}/undo`);
      expect(third.body).toEqual({ reversed: nothing, kept: [], counts: { rows: 0, kept: 0 } });
    } finally {
      await backend.stop();
    }
  }, 120_000);
});

describe.each(databases.filter((one) => one === "postgres"))("undo of a run (%s)", (database) => {
  const running = runningBackend(database);

  test("takes back that run alone, once it has ended", async () => {
    const { id } = await runningImport(running.backend);
    const call = (method: string, path: string, body?: unknown) =>
      send(running.backend, method, `/v5/imports/${id}${path}`, body);
    const first = await call("POST", "/contacts", { contact: { email: "ada@example.com", city: "Rome" } });
    const second = await call("POST", "/contacts", { contact: { email: "ada@example.com", city: "Paris" } });
    const third = await call("POST", "/contacts", { contact: { email: "bob@example.com" } });
    await inDatabase(running.storage, async (db) => {
      await db.query(
        `insert into runs (organization_id, id, import_id, status, source, created_at)
         values ($1, 'run_1', $2, 'running', '{}', now())`,
        [running.backend.organizationId, id],
      );
      const rows = [second, third].map(({ body }) => body.row.id.slice(4));
      await db.query("update import_rows set run_id = 'run_1' where id = any($1)", [rows]);
      expect((await call("POST", "/undo", { runId: "run_1" })).body.code).toBe("invalid_transition");
      await db.query("update runs set status = 'finished'");
    });
    expect((await call("POST", "/undo", { runId: "run_1" })).body.reversed).toEqual({
      ...nothing,
      contactsRemoved: 1,
      fieldsRestored: 1,
    });
    const contact = await send(running.backend, "GET", `/v5/contacts/${first.body.contact.id}`);
    expect(contact.body.city).toBe("Rome");
    expect((await send(running.backend, "GET", `/v5/contacts/${third.body.contact.id}`)).status).toBe(404);
    // The rest is undone as ever, though the run was before.
    await call("POST", "/complete");
    expect((await call("POST", "/undo")).body.reversed).toEqual({ ...nothing, contactsRemoved: 1 });
  });
});
