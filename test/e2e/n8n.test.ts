import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, jest, test } from "@jest/globals";
import { payloads } from "../catalogue/payloads.ts";
import { eventually } from "../helpers/eventually.ts";
import { n8nNodesFolder } from "../helpers/n8n-package.ts";
import { outputOf, type WorkflowInput, type WorkflowNode } from "../helpers/n8n-rest.ts";
import { n8nScene, patiently } from "../helpers/n8n-scene.ts";

jest.setTimeout(300_000);

const scene = n8nScene();
const { node, firstQuadrant, withItems, startImport } = scene;

const toImport = (importId: string, fields: unknown) =>
  firstQuadrant({
    resource: "contact",
    operation: "createOrUpdate",
    import: { __rl: true, mode: "id", value: importId },
    fields,
  });
const automatic = { mappingMode: "autoMapInputData", value: null };

/** The workflow that the README shows, with our credential chosen. */
async function exampleWorkflow(): Promise<WorkflowInput> {
  const readme = await readFile(path.join(n8nNodesFolder, "README.md"), "utf8");
  const [, example = ""] = /```json\n(.*?)```/s.exec(readme) ?? [];
  const { name, nodes }: WorkflowInput = JSON.parse(example);
  return { name, nodes: nodes.map((one) => ({ ...one, ...scene.credentialsFor(one.type) })) };
}

const contactOf = async (email: string) => {
  const [contact] = await scene.client.contacts.list({ filters: { "email.equals": email } });
  return contact;
};

describe("the credential", () => {
  const check = async (name: string, apiKey: string) => {
    const { id } = await scene.createCredential(name, apiKey);
    const credentials = { id, name, type: "firstQuadrantApi", data: scene.credentialData(apiKey) };
    const { data } = await scene.n8n.rest.rest("POST", "/credentials/test", { credentials });
    return data;
  };

  test("is right with the key that the backend printed", async () => {
    expect(await check("Right", scene.backend.apiKey)).toMatchObject({ status: "OK" });
  });

  test("is wrong with another", async () => {
    expect(await check("Wrong", "fqa_wrong")).toMatchObject({ status: "Error" });
  });
});

describe("the editor", () => {
  const ask = async (what: string, question: Record<string, unknown>) => {
    const { data } = await scene.n8n.rest.rest("POST", `/dynamic-node-parameters/${what}`, {
      nodeTypeAndVersion: { name: "n8n-nodes-firstquadrant.firstQuadrant", version: 1 },
      currentNodeParameters: { resource: "contact", operation: "createOrUpdate" },
      credentials: { firstQuadrantApi: scene.credential },
      ...question,
    });
    return data;
  };

  test("finds an import by a part of its name", async () => {
    const { id } = await startImport("Trade show in Lyon");
    const answer = await ask("resource-locator-results", {
      path: "parameters.import",
      methodName: "searchImports",
      filter: "show in",
    });

    expect(answer).toEqual({ results: [{ name: "Trade show in Lyon (running)", value: id }] });
  });

  test("shows the fields of the contact, its company and the organization", async () => {
    await scene.client.fields.create({ key: "plan", label: "Plan", type: "choice", choices: ["solo", "team"] });
    const { fields } = await ask("resource-mapper-fields", {
      path: "parameters.fields",
      methodName: "getContactFields",
    });

    expect(fields).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: "email", displayName: "Email", required: true }),
        expect.objectContaining({ id: "company.name", displayName: "Company Name" }),
        expect.objectContaining({
          id: "customProperties.plan",
          displayName: "Plan",
          type: "options",
          options: [
            { name: "solo", value: "solo" },
            { name: "team", value: "team" },
          ],
        }),
      ]),
    );
  });

  test("has the node as a tool for agents too", async () => {
    const response = await fetch(`${scene.n8n.url}/types/nodes.json`, { headers: scene.n8n.rest.cookie });
    const types = await response.text();

    expect(types).toContain('"n8n-nodes-firstquadrant.firstQuadrantTool"');
  });
});

describe("contacts", () => {
  test("eight apps' own JSON in one run becomes eight contacts", async () => {
    const { id } = await startImport("Eight apps");
    const items = payloads.map(({ payload }) => payload);
    const execution = await scene.n8n.rest.runWorkflow(withItems("Eight apps", items, toImport(id, automatic)));

    expect(execution).toMatchObject({ status: "success" });
    expect(outputOf(execution, "FirstQuadrant").map(({ json }) => json.outcome)).toEqual(payloads.map(() => "created"));
    for (const { expected } of payloads) {
      expect(await contactOf(expected.contact.email ?? "")).toMatchObject({
        ...expected.contact,
        ...(expected.company && { company: expected.company }),
      });
    }
  });

  test("the example workflow of the README takes what a webhook receives into the default import", async () => {
    const { name, nodes } = await exampleWorkflow();
    const { id, versionId } = await scene.n8n.rest.createWorkflow({ name, nodes });
    await scene.n8n.rest.rest("POST", `/workflows/${id}/activate`, { versionId });

    const body = { contact: { email: "grace@example.com", firstName: "Grace" }, company: { name: "Navy" } };
    const answer = await eventually(async () => {
      const response = await fetch(`${scene.n8n.url}/webhook/leads`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      });
      expect(response.status).toBe(200);
      return response.json();
    }, patiently);

    expect(answer).toMatchObject({
      contact: { email: "grace@example.com" },
      import: { name: "n8n", status: "running" },
    });
    expect(await contactOf("grace@example.com")).toMatchObject({ firstName: "Grace", company: { name: "Navy" } });
    await scene.n8n.rest.rest("POST", `/workflows/${id}/deactivate`, {});
  });

  test("1,000 items arrive as 1,000 rows in at most 3 requests; 5 bad ones are their own errors", async () => {
    const { id } = await startImport("A thousand");
    const bad = new Set([0, 17, 499, 500, 999]);
    const items = Array.from({ length: 1000 }, (_, index) => ({
      mail: bad.has(index) ? `nobody ${index}` : `person${index}@thousand.example`,
      first: `Person ${index}`,
    }));
    const fields = {
      mappingMode: "defineBelow",
      value: { email: "={{ $json.mail }}", firstName: "={{ $json.first }}", lastName: "={{ $json.missing }}" },
      schema: [],
    };
    const target: WorkflowNode = { ...toImport(id, fields), onError: "continueRegularOutput" };
    scene.proxy.requests.length = 0;
    const execution = await scene.n8n.rest.runWorkflow(withItems("A thousand", items, target));

    expect(execution).toMatchObject({ status: "success" });
    const batches = scene.proxy.requests.filter((request) => request === `POST /v5/imports/${id}/contacts/batch`);
    expect(batches.length).toBeLessThanOrEqual(3);
    expect(scene.proxy.requests).toEqual(batches);

    const output = outputOf(execution, "FirstQuadrant");
    expect(output).toHaveLength(1000);
    for (const [index, { json, pairedItem }] of output.entries()) {
      expect(pairedItem).toEqual({ item: index });
      if (bad.has(index)) expect(json.error).toMatch(new RegExp(`^Email is .* \\[item ${index}\\]$`));
      else expect(json).toMatchObject({ outcome: "created", contact: { email: `person${index}@thousand.example` } });
    }
    expect((await scene.client.imports.get(id)).counts).toMatchObject({ received: 1000, created: 995, rejected: 5 });
    expect(await scene.client.contacts.count({ filters: { "email.contains": "@thousand.example" } })).toEqual({
      count: 995,
    });
  });

  test("with n8n's error output, what is refused takes the other way", async () => {
    const { id } = await startImport("Two ways");
    const items = [{ email: "a@ways.example" }, { email: "nobody" }, { email: "b@ways.example" }];
    const target: WorkflowNode = { ...toImport(id, automatic), onError: "continueErrorOutput" };
    const execution = await scene.n8n.rest.runWorkflow(withItems("Two ways", items, target));

    expect(outputOf(execution, "FirstQuadrant", 0).map(({ json }) => json.outcome)).toEqual(["created", "created"]);
    expect(outputOf(execution, "FirstQuadrant", 1)).toEqual([
      expect.objectContaining({ json: expect.objectContaining({ error: expect.stringMatching(/^Email is /) }) }),
    ]);
  });

  test("Create leaves a contact that exists as it is", async () => {
    const { id } = await startImport("Create");
    const items = [{ email: "once@example.com", firstName: "First" }];
    await scene.n8n.rest.runWorkflow(withItems("First", items, toImport(id, automatic)));
    const target = toImport(id, automatic);
    target.parameters.operation = "create";
    const again = [{ email: "once@example.com", firstName: "Second" }, { email: "new@example.com" }];
    const execution = await scene.n8n.rest.runWorkflow(withItems("Second", again, target));

    expect(outputOf(execution, "FirstQuadrant").map(({ json }) => json.outcome)).toEqual(["skipped", "created"]);
    expect(await contactOf("once@example.com")).toMatchObject({ firstName: "First" });
  });

  test("to a completed import fail with what to do about it", async () => {
    const { id } = await startImport("Over");
    await scene.client.imports.complete(id);
    const execution = await scene.n8n.rest.runWorkflow(
      withItems("Over", [{ email: "late@example.com" }], toImport(id, automatic)),
    );

    expect(execution.status).toBe("error");
    expect(execution.data.resultData.error?.message).toMatch(/completed/i);
    expect(execution.data.resultData.error?.description).toMatch(/start/i);
  });
});

describe("imports", () => {
  test("are started by name, got, and listed", async () => {
    const run = (name: string, parameters: Record<string, unknown>) =>
      scene.n8n.rest.runWorkflow(withItems(name, [{}], firstQuadrant({ resource: "import", ...parameters })));

    const started = await run("Start", { operation: "start", name: "Partners" });
    const [first] = outputOf(started, "FirstQuadrant");
    expect(first?.json).toMatchObject({ outcome: "created", name: "Partners", status: "running", app: "n8n" });

    const url = `${scene.backend.url}/v5/imports/${first?.json.id}/trigger/abc`;
    const got = await run("Get", { operation: "get", import: { __rl: true, mode: "url", value: url } });
    expect(outputOf(got, "FirstQuadrant")[0]?.json).toMatchObject({ id: first?.json.id, name: "Partners" });

    const filters = { query: "artner", statuses: ["running"] };
    const many = await run("Get Many", { operation: "getAll", returnAll: true, filters });
    expect(outputOf(many, "FirstQuadrant").map(({ json }) => json.name)).toEqual(["Partners"]);
  });
});

describe("the trigger", () => {
  test("registers itself, starts on a signed event and nothing else, and removes itself", async () => {
    const watched = await startImport("Watched");
    const ignored = await startImport("Ignored");
    const parameters = { event: "import.status_changed", imports: [watched.id], statuses: ["completed"] };
    const trigger = {
      ...node("Trigger", "n8n-nodes-firstquadrant.firstQuadrantTrigger", parameters),
      webhookId: randomUUID(),
    };
    const { id, versionId } = await scene.n8n.rest.createWorkflow({
      name: "On status change",
      nodes: [trigger, node("After", "n8n-nodes-base.noOp")],
    });
    await scene.n8n.rest.rest("POST", `/workflows/${id}/activate`, { versionId });
    const targetUrl = `${scene.n8n.url}/webhook/${trigger.webhookId}/webhook`;
    await eventually(async () => {
      expect(await scene.client.subscriptions.list()).toEqual([
        expect.objectContaining({
          targetUrl,
          eventTypes: ["import.status_changed"],
          filter: { importIds: [watched.id], statuses: ["completed"] },
        }),
      ]);
    }, patiently);

    await scene.client.imports.complete(ignored.id);
    await scene.client.imports.complete(watched.id);
    const executions = await eventually(async () => {
      const all = await scene.n8n.rest.executionsOf(id);
      expect(all).toHaveLength(1);
      expect(all[0]).toMatchObject({ status: "success", mode: "webhook" });
      return all;
    }, patiently);
    const [event] = executions[0] ? outputOf(executions[0], "After") : [];
    expect(event?.json).toMatchObject({
      type: "import.status_changed",
      data: { import: { id: watched.id, name: "Watched" }, previousStatus: "running", status: "completed" },
    });
    expect(JSON.stringify(executions)).not.toContain("whsec_");

    const forged = await fetch(targetUrl, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "webhook-id": "evt_forged",
        "webhook-timestamp": String(Math.floor(Date.now() / 1000)),
        "webhook-signature": `v1,${Buffer.from("not a signature of thirty-two b.").toString("base64")}`,
      },
      body: JSON.stringify(event?.json),
    });
    expect(forged.status).toBe(401);

    await scene.client.imports.start(watched.id);
    await scene.client.imports.complete(watched.id);
    await eventually(async () => expect(await scene.n8n.rest.executionsOf(id)).toHaveLength(2), patiently);

    await scene.n8n.rest.rest("POST", `/workflows/${id}/deactivate`, {});
    await eventually(async () => expect(await scene.client.subscriptions.list()).toEqual([]), patiently);
  });
});
