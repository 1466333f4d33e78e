import type { Contact, Import } from "@firstquadrant/core-client";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { clientOf } from "../helpers/api.ts";
import { executionContext, hookContext } from "../helpers/n8n-context.ts";
import { loadNode } from "../helpers/n8n-node.ts";
import { draftImport, runningBackend, runningImport } from "../helpers/running-backend.ts";

const node = loadNode("FirstQuadrant");

describe("against a backend", () => {
  const running = runningBackend("embedded");
  const client = () => clientOf(running.backend);
  let target: Import;
  let ada: Contact;

  beforeAll(async () => {
    target = await runningImport(running.backend, { name: "Leads" });
    await client().fields.create({ key: "plan", label: "Plan", type: "choice", choices: ["solo", "team"] });
    const contact = { email: "ada@example.com", firstName: "Ada", lastName: "Lovelace", phone: "+442079460000" };
    const company = { name: "Analytical Engines", domain: "engines.example" };
    await client().imports.addContacts(target.id, [
      { contact: { ...contact, customProperties: { plan: "solo" } }, company },
      { contact: { email: "bob@example.com", firstName: "Bob" } },
      { contact: { email: "nobody" } },
    ]);
    const [found] = await client().contacts.list({ filters: { "email.equals": "ada@example.com" } });
    if (found === undefined) throw new Error("The contact was not taken in.");
    ada = found;
  });

  async function run(
    resource: string,
    operation: string,
    parameters: Record<string, unknown>,
    items: Record<string, unknown>[] = [{}],
    continueOnFail = false,
  ) {
    const context = executionContext({
      url: running.backend.url,
      credentials: running.backend,
      items,
      parameters: { resource, operation, ...parameters },
      continueOnFail,
    });
    const [output = []] = await node.execute.call(context);
    return output;
  }

  const byEmail = (value: string) => ({ contact: { mode: "email", value } });
  const fields = (value: Record<string, unknown>) => ({ fields: { mappingMode: "defineBelow", value } });
  const inImport = (id = target.id) => ({ import: { mode: "id", value: id } });

  describe("Contact: Get", () => {
    test("finds it by email or ID, in short or whole", async () => {
      const [short] = await run("contact", "get", byEmail(" Ada@Example.com "));
      expect(short).toMatchObject({
        json: {
          id: ada.id,
          email: "ada@example.com",
          name: "Ada Lovelace",
          companyName: "Analytical Engines",
          companyDomain: "engines.example",
        },
        pairedItem: { item: 0 },
      });
      expect(Object.keys(short?.json ?? {})).toHaveLength(10);
      const [whole] = await run("contact", "get", { contact: { mode: "id", value: ada.id }, simplify: false });
      expect(whole?.json).toEqual(ada);
    });

    test("says of which item there is no contact, and goes on with the others", async () => {
      const contact = (index: number) => ({
        mode: "email",
        value: ["nobody@example.com", "bob@example.com", ""][index],
      });
      const output = await run("contact", "get", { contact }, [{}, {}, {}], true);
      expect(output.map(({ json }) => json.error ?? json.email)).toEqual([
        "No contact has the email nobody@example.com [item 0]",
        "bob@example.com",
        "No contact is chosen [item 2]",
      ]);
    });
  });

  describe("Contact: Get Many", () => {
    test("lists contacts under its filters", async () => {
      const emails = async (filters: Record<string, unknown>, more = {}) =>
        (await run("contact", "getAll", { filters, ...more })).map(({ json }) => json.email).sort();
      expect(await emails({})).toEqual(["ada@example.com", "bob@example.com"]);
      expect(await emails({ query: "lovelace" })).toEqual(["ada@example.com"]);
      expect(await emails({ companyDomain: "engines.example" })).toEqual(["ada@example.com"]);
      expect(await emails({ updatedAfter: "2100-01-01T00:00:00Z" })).toEqual([]);
      expect(await emails({}, { limit: 1 })).toHaveLength(1);
      expect(await emails({}, { returnAll: true })).toHaveLength(2);
    });
  });

  describe("Contact: Update", () => {
    test("changes what is given, keeps what is blank, erases what is named", async () => {
      const parameters = {
        ...byEmail("ada@example.com"),
        ...fields({ firstName: "Augusta", lastName: "", "customProperties.plan": "team" }),
        options: { clear: ["phone"] },
      };
      const [updated] = await run("contact", "update", { ...parameters, simplify: false });
      expect(updated?.json).toMatchObject({
        id: ada.id,
        firstName: "Augusta",
        lastName: "Lovelace",
        customProperties: { plan: "team" },
      });
      expect(updated?.json).not.toHaveProperty("phone");
    });

    test("needs something to change, and takes no contact for another", async () => {
      await expect(run("contact", "update", { ...byEmail("ada@example.com"), ...fields({}) })).rejects.toThrow(
        "There is nothing to change [item 0]",
      );
      await expect(
        run("contact", "update", { ...byEmail("nobody@example.com"), ...fields({ city: "Rome" }) }),
      ).rejects.toThrow("No contact has the email nobody@example.com");
    });
  });

  describe("Contact: Validate", () => {
    test("says what would become of every item, and stores nothing", async () => {
      const draft = await draftImport(running.backend);
      const before = await client().contacts.count();
      const emails = ["new@example.com", "ada@example.com", "nobody"];
      const value = (index: number) => ({ email: emails[index], city: "Rome" });
      const output = await run(
        "contact",
        "validate",
        { ...inImport(draft.id), fields: { mappingMode: "defineBelow", value } },
        [{}, {}, {}],
      );
      expect(output.map(({ json, pairedItem }) => [pairedItem?.item, json.outcome, json.isValid])).toEqual([
        [0, "created", true],
        [1, "updated", true],
        [2, "rejected", false],
      ]);
      expect(output[2]?.json.errors).toMatchObject([{ field: "email" }]);
      expect(await client().contacts.count()).toEqual(before);
      expect((await client().imports.get(draft.id)).counts.received).toBe(0);
    });

    test("asks for an import", async () => {
      const parameters = { import: { mode: "list", value: "" }, ...fields({ email: "a@example.com" }) };
      await expect(run("contact", "validate", parameters)).rejects.toThrow("No import is chosen");
    });
  });

  describe("Contact: Create or Update", () => {
    test("erases what is named, and what is blank stays", async () => {
      const parameters = {
        ...inImport(),
        ...fields({ email: "bob@example.com", firstName: "", city: "Oslo" }),
        options: { clear: ["lastName"] },
      };
      await run("contact", "createOrUpdate", {
        ...parameters,
        ...fields({ email: "bob@example.com", lastName: "B" }),
        options: {},
      });
      const [updated] = await run("contact", "createOrUpdate", parameters);
      expect(updated?.json).toMatchObject({ outcome: "updated", contact: { firstName: "Bob", city: "Oslo" } });
      expect(updated?.json.contact).not.toHaveProperty("lastName");
    });
  });

  describe("Contact: Delete", () => {
    test("deletes the contact, and says so when there is none", async () => {
      await client().imports.addContact(target.id, { contact: { email: "gone@example.com" } });
      const [deleted] = await run("contact", "delete", byEmail("gone@example.com"));
      expect(deleted?.json).toEqual({ deleted: true, id: expect.stringMatching(/^con_/) });
      await expect(run("contact", "delete", byEmail("gone@example.com"))).rejects.toThrow("No contact has the email");
    });
  });

  describe("Import: Get Rows", () => {
    test("lists what was received, with reasons in words", async () => {
      const filters = { outcomes: ["rejected"] };
      const [row, ...others] = await run("import", "getRows", { ...inImport(), filters });
      expect(others).toEqual([]);
      expect(row?.json).toMatchObject({ outcome: "rejected", email: null, input: { contact: { email: "nobody" } } });
      expect(row?.json.reasons).toEqual([expect.stringMatching(/^Email /)]);
      const [whole] = await run("import", "getRows", { ...inImport(), filters, simplify: false });
      expect(whole?.json.errors).toMatchObject([{ field: "email" }]);
      const found = await run("import", "getRows", { ...inImport(), filters: { query: "nobody" }, returnAll: true });
      expect(found).toHaveLength(1);
    });
  });

  describe("Import: Get", () => {
    test("never shows the address that takes records in", async () => {
      for (const simplify of [true, false]) {
        const outputs = [
          ...(await run("import", "get", { ...inImport(), simplify })),
          ...(await run("import", "getAll", { simplify })),
        ];
        for (const { json } of outputs) expect(JSON.stringify(json)).not.toContain("/trigger/");
      }
    });
  });

  describe("Import: Complete and Undo", () => {
    test("complete it, also twice, and take back what it did", async () => {
      const { id } = await runningImport(running.backend, { name: "Mistake" });
      await client().imports.addContact(id, { contact: { email: "mistake@example.com" } });
      await expect(run("import", "undo", { ...inImport(id), scope: "import" })).rejects.toMatchObject({
        httpCode: "409",
      });
      const completed = await run("import", "complete", inImport(id), [{}, {}]);
      expect(completed.map(({ json }) => json.status)).toEqual(["completed", "completed"]);

      await expect(run("import", "undo", { ...inImport(id), scope: "lastRun" })).rejects.toThrow(
        'The import "Mistake" has no run to undo',
      );
      const [undone] = await run("import", "undo", { ...inImport(id), scope: "import" });
      expect(undone?.json).toMatchObject({ reversed: { contactsRemoved: 1 }, counts: { rows: 1, kept: 0 } });
    });
  });

  describe("Custom Field", () => {
    test("is created and listed", async () => {
      const parameters = { label: "Score", key: "score", type: "number" };
      const [created] = await run("customField", "create", parameters);
      expect(created?.json).toMatchObject({ key: "customProperties.score", label: "Score", type: "number" });
      const listed = await run("customField", "getAll", {});
      expect(listed.map(({ json }) => json.key)).toEqual(["customProperties.plan", "customProperties.score"]);
      await expect(run("customField", "create", { ...parameters, type: "colour" })).rejects.toThrow(
        'Type: "colour" is no type of field [item 0]',
      );
    });
  });

  describe("the editor", () => {
    const ask = (group: string, method: string, ...given: unknown[]) =>
      node.methods[group]?.[method]?.call(
        hookContext({ url: running.backend.url, credentials: running.backend }),
        ...given,
      );

    test("finds contacts by name, email and company", async () => {
      expect(await ask("listSearch", "searchContacts", "engines")).toEqual({
        results: [{ name: expect.stringContaining("(ada@example.com)"), value: ada.id }],
      });
    });

    test("offers every field to clear but the email", async () => {
      const options = await ask("loadOptions", "getChangeableFields");
      expect(options).toContainEqual({ name: "Phone", value: "phone" });
      expect(options).toContainEqual({ name: "Plan", value: "customProperties.plan" });
      expect(options).not.toContainEqual(expect.objectContaining({ value: "email" }));
    });

    test("asks for no field of a contact that is updated", async () => {
      const answer = await ask("resourceMapping", "getFieldsToUpdate");
      expect(answer).toHaveProperty(
        "fields",
        expect.not.arrayContaining([expect.objectContaining({ required: true })]),
      );
    });
  });
});
