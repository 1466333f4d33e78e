import { describe, expect, jest, test } from "@jest/globals";
import { outputOf } from "../helpers/n8n-rest.ts";
import { n8nScene } from "../helpers/n8n-scene.ts";

jest.setTimeout(300_000);

const scene = n8nScene();
const { node, firstQuadrant, withItems } = scene;

describe("a contact", () => {
  const run = (operation: string, parameters: Record<string, unknown>, items: unknown[] = [{}]) =>
    scene.n8n.rest.runWorkflow(
      withItems(operation, items, firstQuadrant({ resource: "contact", operation, ...parameters })),
    );
  const fields = (value: Record<string, string>) => ({ mappingMode: "defineBelow", value, schema: [] });

  test("is validated, updated, got, listed and deleted", async () => {
    const { id } = await scene.startImport("One by one");
    await scene.client.imports.addContact(id, {
      contact: { email: "single@one.example", firstName: "Ada", phone: "+4930123456" },
    });
    const contact = { __rl: true, mode: "email", value: "={{ $json.mail }}" };
    const items = [{ mail: "single@one.example" }];

    const target = { __rl: true, mode: "id", value: id };
    const asked = await run("validate", { import: target, fields: fields({ email: "={{ $json.mail }}" }) }, [
      { mail: "single@one.example" },
      { mail: "other@one.example" },
      { mail: "nobody" },
    ]);
    expect(outputOf(asked, "FirstQuadrant").map(({ json }) => json.outcome)).toEqual([
      "unchanged",
      "created",
      "rejected",
    ]);

    const changed = { contact, fields: fields({ lastName: "Lovelace", firstName: "" }), options: { clear: ["phone"] } };
    await run("update", changed, items);
    const got = await run("get", { contact, simplify: false }, items);
    const [{ json } = { json: {} }] = outputOf(got, "FirstQuadrant");
    expect(json).toMatchObject({ email: "single@one.example", firstName: "Ada", lastName: "Lovelace" });
    expect(json).not.toHaveProperty("phone");

    const listed = await run("getAll", { filters: { query: "@one.example" } });
    expect(outputOf(listed, "FirstQuadrant").map((item) => item.json.name)).toEqual(["Ada Lovelace"]);
    const deleted = await run("delete", { contact }, items);
    expect(outputOf(deleted, "FirstQuadrant")[0]?.json).toMatchObject({ deleted: true });
    expect(await scene.client.contacts.count({ filters: { "email.equals": "single@one.example" } })).toEqual({
      count: 0,
    });
  });
});

describe("an import", () => {
  test("take in a file that the workflow made, to its end; their rejected rows come back, and they are undone", async () => {
    const records = [
      { Email: "a@file.example", City: "Oslo" },
      { Email: "nobody", City: "Rome" },
    ];
    const chosen = { __rl: true, mode: "id", value: "={{ $json.import.id }}" };
    const again = (name: string, parameters: Record<string, unknown>) =>
      node(name, "n8n-nodes-firstquadrant.firstQuadrant", { resource: "import", ...parameters });
    const execution = await scene.n8n.rest.runWorkflow({
      name: "File",
      nodes: [
        node("Start", "n8n-nodes-base.manualTrigger"),
        node("To File", "n8n-nodes-base.convertToFile", { operation: "csv" }),
        again("Import", { operation: "importFile", importName: "Made in a workflow" }),
        again("Rows", { operation: "getRows", import: chosen, filters: { outcomes: ["rejected"] } }),
        again("Undo", {
          operation: "undo",
          import: { __rl: true, mode: "id", value: "={{ $('Import').item.json.import.id }}" },
          scope: "import",
        }),
      ],
      pinData: { Start: records.map((json) => ({ json })) },
    });

    expect(execution.data.resultData.error).toBeUndefined();
    expect(outputOf(execution, "Import")[0]?.json).toMatchObject({
      isFinished: true,
      run: { counts: { received: 2, created: 1, rejected: 1 } },
    });
    expect(outputOf(execution, "Rows").map(({ json }) => json.input)).toEqual([records[1]]);
    expect(outputOf(execution, "Undo")[0]?.json).toMatchObject({ reversed: { contactsRemoved: 1 } });
  });
});
