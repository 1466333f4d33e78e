import { contactExportSchema } from "@firstquadrant/core-client/schemas";
import { describe, expect, test } from "@jest/globals";
import { clientOf, send } from "../helpers/api.ts";
import { databases } from "../helpers/backend.ts";
import { draftImport, runningBackend, runningImport } from "../helpers/running-backend.ts";

describe.each(databases)("the export of a contact (%s)", (database) => {
  const running = runningBackend(database);
  const call = (method: string, path: string, body?: unknown) => send(running.backend, method, `/v5${path}`, body);

  test("has all that is stored of it, and nothing of others", async () => {
    const { backend } = running;
    const email = "ada@example.com";
    const added = await call("POST", "/contacts", { email, company: { name: "Acme" } });
    const [one, deleted] = [await runningImport(backend, { unknownFields: "reject" }), await runningImport(backend)];
    const draft = await draftImport(backend);
    await call("POST", `/imports/${one.id}/contacts`, { contact: { email, city: "Rome" } });
    await call("POST", `/imports/${one.id}/contacts`, { contact: { email, shoeSize: 42 } });
    await call("POST", `/imports/${one.id}/contacts`, { contact: { email: `x${email}`, city: "Rome" } });
    await call("POST", `/imports/${deleted.id}/contacts`, { contact: { email, city: "Rome" } });
    await call("POST", `/imports/${deleted.id}/complete`);
    await call("DELETE", `/imports/${deleted.id}`);
    await call("POST", new URL(draft.trigger.url).pathname.replace("/v5", ""), { from: `<${email}>` });

    const exported = await clientOf(backend).contacts.export(added.body.id);
    expect(exported).toEqual(contactExportSchema.parse(exported));
    expect(exported.contact).toMatchObject({ email, city: "Rome", company: { name: "Acme" } });
    expect(exported.rows.map(({ outcome, import: from }) => [outcome, from?.name ?? null])).toEqual([
      ["updated", one.name],
      ["rejected", one.name],
      ["unchanged", null],
    ]);
    expect(exported.events.map(({ type }) => type)).toEqual([
      "contact.imported",
      "contact.imported",
      "contact.rejected",
    ]);
    expect(exported.records).toMatchObject([{ importId: draft.id, kind: "sample", record: { from: `<${email}>` } }]);
    expect(JSON.stringify(exported)).not.toContain(`x${email}`);
    expect((await call("GET", "/contacts/con_x/export")).status).toBe(404);
  });
});
