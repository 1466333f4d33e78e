import { describe, expect, test } from "@jest/globals";
import { clientOf } from "../helpers/api.ts";
import { startFileServer } from "../helpers/file-server.ts";
import { executionContext, hookContext } from "../helpers/n8n-context.ts";
import { loadNode } from "../helpers/n8n-node.ts";
import { draftImport, runningBackend, runningImport } from "../helpers/running-backend.ts";

const node = loadNode("FirstQuadrant");

describe("Import: Import File", () => {
  const running = runningBackend("embedded");
  const client = () => clientOf(running.backend);
  const csv = (...lines: string[]) => Buffer.from(`${lines.join("\n")}\n`);

  async function run(parameters: Record<string, unknown>, files: Buffer[] = [], continueOnFail = false) {
    const context = executionContext({
      url: running.backend.url,
      credentials: running.backend,
      items: Array.from({ length: Math.max(1, files.length) }, () => ({})),
      files: files.map((bytes) => ({ fileName: "leads.csv", bytes })),
      parameters: { resource: "import", operation: "importFile", ...parameters },
      continueOnFail,
    });
    const [output = []] = await node.execute.call(context);
    return { output, said: context.said };
  }

  test("takes a file in under a name, waits for its end, and answers with the counts; the same file again is not new", async () => {
    const file = csv("E-mail,First name", "ada@example.com,Ada", "nobody,Nobody", "bob@example.com,Bob");
    const { output, said } = await run({ importName: "Fair" }, [file]);
    expect(output[0]).toMatchObject({
      json: {
        isFinished: true,
        run: { status: "finished", percent: 100, counts: { received: 3, created: 2, rejected: 1 } },
        import: { name: "Fair", status: "completed", method: "upload" },
      },
      pairedItem: { item: 0 },
    });
    expect(said.every((message) => message.startsWith("Fair: "))).toBe(true);

    const again = await run({ importName: "Fair" }, [file]);
    expect(again.output[0]?.json.run).toEqual(output[0]?.json.run);
    expect((await client().imports.list({ query: "Fair" })).map(({ counts }) => counts.received)).toEqual([3]);
  });

  test("does not wait where nobody wants it to", async () => {
    const { output } = await run({ importName: "Later", wait: false }, [csv("Email", "later@example.com")]);
    expect(output[0]?.json).toMatchObject({ run: { id: expect.stringMatching(/^run_/) }, import: { name: "Later" } });
  });

  test("has FirstQuadrant fetch an address", async () => {
    const server = await startFileServer();
    const { url } = server.serve("contacts", "Email\nfetched@example.com\n");
    const { output } = await run({ importName: "Fetched", source: "url", url });
    expect(output[0]?.json).toMatchObject({ isFinished: true, run: { counts: { created: 1 } } });
    server.stop();
  });

  test("says of each item what it can do about its file, and imports the others", async () => {
    const files = [csv("City", "Rome"), csv("Email", "third@example.com")];
    const { output } = await run({ importName: (index: number) => ["No email", "Good"][index] }, files, true);
    expect(output.map(({ json }) => json.error ?? json.isFinished)).toEqual([
      "No column of the file looks like an email address [item 0]",
      true,
    ]);
    expect(output[0]?.json.details).toContain("Its columns are: City.");
  });

  test("needs an import that takes files, a name, and a file", async () => {
    const { id, name } = await runningImport(running.backend);
    const existing = { target: "import", import: { mode: "id", value: id } };
    await expect(run(existing, [csv("Email")])).rejects.toThrow(`The import "${name}" takes no files [item 0]`);
    await expect(run({ importName: " " }, [csv("Email")])).rejects.toThrow("The import has no name [item 0]");
    await expect(run({ importName: "Empty" })).rejects.toThrow("binary file");
  });

  test("goes to an import that is there, whose columns somebody chose", async () => {
    const fieldMapping = { email: "Contact" };
    const { id } = await draftImport(running.backend, { method: "upload", fieldMapping });
    const parameters = { target: "import", import: { mode: "id", value: id } };
    const { output } = await run(parameters, [csv("Contact,Other", "chosen@example.com,x")]);
    expect(output[0]?.json).toMatchObject({ isFinished: true, run: { counts: { created: 1 } } });
  });

  test("offers imports that take files", async () => {
    await draftImport(running.backend, { name: "Webhook of a form" });
    const context = hookContext({
      url: running.backend.url,
      credentials: running.backend,
      parameters: { resource: "import", operation: "importFile" },
    });
    const found = await node.methods.listSearch?.searchImports?.call(context, "a");
    expect(JSON.stringify(found)).toContain("Fair");
    expect(JSON.stringify(found)).not.toContain("Webhook of a form");
  });
});
