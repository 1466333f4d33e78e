import { createServer } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { eventually } from "../helpers/eventually.ts";
import { startFileServer } from "../helpers/file-server.ts";
import { listen } from "../helpers/listen.ts";
import { type Receiver, startReceiver } from "../helpers/receiver.ts";
import { workbook } from "../helpers/workbook.ts";
import { startZapierAgainstBackend, type ZapierAgainstBackend } from "../helpers/zapier-against-backend.ts";

const importFile = "creates.import_file.operation.perform";
const resume = "creates.import_file.operation.performResume";

let rig: ZapierAgainstBackend;
let client: ZapierAgainstBackend["client"];
let call: ZapierAgainstBackend["call"];
let failure: ZapierAgainstBackend["failure"];
let files: Awaited<ReturnType<typeof startFileServer>>;
let zapier: Receiver;

beforeAll(async () => {
  rig = await startZapierAgainstBackend();
  ({ client, call, failure } = rig);
  files = await startFileServer();
  zapier = await startReceiver();
}, 300_000);

afterAll(async () => {
  files?.stop();
  zapier?.close();
  await rig?.stop();
});

const rows = (name: string, count: number) =>
  ["E-mail,First name", ...Array.from({ length: count }, (_, at) => `${name}-${at}@example.com,Ada`)].join("\n");

/** Runs the step as a live Zap does, up to where it waits. */
async function perform(inputData: Record<string, unknown>) {
  const { results, status } = await rig.zapier.run(importFile, rig.authData, { inputData, callbackUrl: zapier.url });
  return { waited: status === "CALLBACK", results: Object(results) };
}

const resumed = (outputData: unknown, inputData: Record<string, unknown> = {}) =>
  call(resume, { inputData, outputData, cleanedRequest: {} });

/** Runs it to its end: it waits to be called, or the file was through before it could. */
async function run(inputData: Record<string, unknown>) {
  const before = zapier.received.length;
  const { waited, results } = await perform(inputData);
  if (!waited) return results;
  await eventually(() => expect(zapier.received.length).toBeGreaterThan(before), { timeoutMs: 45_000 });
  return resumed(results, inputData);
}

describe("Import File", () => {
  test("makes an import of a name, finds its columns, waits for its end and goes on with the counts", async () => {
    const { url } = files.serve("fair", `${rows("fair", 2500)}\nbroken,Ada`);
    const result = await run({ import_name: "Trade Fair", file: url });
    expect(result).toMatchObject({
      outcome: "finished",
      reason: "",
      columns: "Email: E-mail; First Name: First name",
      counts: { received: 2501, created: 2500, rejected: 1 },
      import: { name: "Trade Fair", status: "completed" },
    });
    const [contact] = await client.contacts.list({ filters: { "email.equals": "fair-7@example.com" } });
    expect(contact).toMatchObject({ firstName: "Ada" });
    expect(await client.subscriptions.list()).toEqual([]);
  });

  test("repeated by Zapier imports once", async () => {
    const { url } = files.serve("again", rows("again", 3));
    const first = await run({ import_name: "Again", file: url });
    expect(await run({ import_name: "Again", file: url })).toEqual(first);
    const [one] = await client.imports.list({ filters: { "name.equals": "Again" } });
    expect(one?.counts).toMatchObject({ received: 3, created: 3 });
    expect(await client.imports.runs(one?.id ?? "")).toHaveLength(1);
  });

  test("starts an import again for a new file", async () => {
    const first = await run({ import_name: "Weekly", file: files.serve("week-1", rows("week", 2)).url });
    const second = await run({ import_id: first.import.id, file: files.serve("week-2", rows("week", 3)).url });
    expect(second).toMatchObject({ outcome: "finished", counts: { received: 3, created: 1, unchanged: 2 } });
    expect(second.import.id).toBe(first.import.id);
  });

  test("takes a workbook, whatever it is said to be", async () => {
    const book = workbook([{ name: "People", rows: { 1: ["E-mail", "First name"], 2: ["book@example.com", "Ada"] } }]);
    const server = createServer((_request, response) => response.end(book));
    const file = `${await listen(server)}/export`;
    const result = await run({ import_name: "Workbook", file });
    server.close();
    expect(result).toMatchObject({ outcome: "finished", counts: { received: 1, created: 1 } });
  });

  test("in the editor waits for nobody to call: it looks for itself, and tells how far the file is", async () => {
    const { url } = files.serve("editor", rows("editor", 3));
    const { results, status } = await rig.zapier.run(importFile, rig.authData, {
      inputData: { import_name: "Editor", file: url },
      meta: { isLoadingSample: true },
    });
    expect(status).toBe("SUCCESS");
    expect(results).toMatchObject({ outcome: expect.stringMatching(/^(finished|running)$/) });
    expect(await client.subscriptions.list()).toEqual([]);
  });

  test("is called for its own file alone, and a second call changes nothing", async () => {
    const inputData = { import_name: "Called", file: files.serve("called", rows("called", 2000)).url };
    const { waited, results } = await perform(inputData);
    if (!waited) return;
    const [subscription] = await client.subscriptions.list();
    expect(subscription?.filter).toEqual({
      importIds: [results.importId],
      statuses: ["completed"],
      runIds: [results.runId],
    });
    await eventually(async () => expect((await client.imports.get(results.importId)).status).toBe("completed"));
    const first = await resumed(results, inputData);
    expect(first).toMatchObject({ outcome: "finished", counts: { received: 2000 } });
    expect(await resumed(results, inputData)).toEqual(first);
  });

  test("is called as well when somebody completes the import before the end, and stops the run or goes on", async () => {
    const inputData = { import_name: "Interrupted", file: files.serve("long", rows("long", 20_000)).url };
    const before = zapier.received.length;
    const { waited, results } = await perform(inputData);
    expect(waited).toBe(true);
    await client.imports.complete(results.importId);
    await eventually(() => expect(zapier.received.length).toBeGreaterThan(before), { timeoutMs: 45_000 });
    const goesOn = await resumed(results, { ...inputData, when_not_finished: "continue" });
    expect(goesOn).toMatchObject({ outcome: "stopped", import: { status: "completed" } });
    const stopped = await failure(resume, { inputData, outputData: results });
    expect(stopped.type).toBe("HaltedError");
    expect(stopped.said).toMatch(
      /^The import was completed before the end of the file\. .* It took \d+ rows in before/,
    );

    const whole = await run(inputData);
    expect(whole).toMatchObject({ id: results.runId, outcome: "finished", counts: { received: 20_000 } });
  });

  test("says so when the import has forgotten the file", async () => {
    const { import: target } = await run({ import_name: "Forgotten", file: files.serve("gone", rows("gone", 1)).url });
    const outputData = { importId: target.id, runId: "run_gone", subscriptionId: "sub_gone" };
    expect((await failure(resume, { outputData })).said).toMatch(/^The import no longer knows of this file/);
  });

  test("asks for what is missing, and stores nothing before", async () => {
    const { url } = files.serve("columns", "Name,Town\nAda,London");
    const said = async (inputData: Record<string, unknown>) => (await failure(importFile, { inputData })).said;
    expect(await said({ import_name: "Columns", file: url })).toMatch(
      /^No column of the file looks like an email address: Name, Town\. Name one of them Email/,
    );
    expect(await said({ import_name: "Columns" })).toBe("Give the step a file: File is empty.");
    expect(await said({ file: url })).toBe("Choose an import, or give one a name: both are empty.");
    expect(await said({ import_name: "Columns", file: "contacts.csv" })).toMatch(/^File is neither a file nor/);
    expect(await said({ import_name: "Columns", file: url.replace("columns.csv", "none.csv") })).toMatch(
      /^The file could not be fetched from 127\.0\.0\.1:\d+\. It answered 404\./,
    );
    const { import: app } = await client.imports.findOrCreateAndStart({
      name: "No files",
      method: "app",
      app: "zapier",
    });
    expect(await said({ import_id: app.id, file: url })).toMatch(/^The import “No files” takes no files\./);
    expect((await client.imports.list({ filters: { "name.equals": "Columns" } })).at(0)?.status).toBe("draft");
  });

  test("says so when a file breaks off on its way, and keeps nothing of it", async () => {
    const server = createServer((_request, response) => {
      response.write(rows("broken-off", 5000), () => response.destroy());
    });
    const file = `${await listen(server)}/half.csv`;
    const failed = await failure(importFile, { inputData: { import_name: "Broken off", file } });
    server.close();
    expect([failed.type, failed.said]).toEqual(["AppError", expect.stringMatching(/^The file broke off/)]);
    const [one] = await client.imports.list({ filters: { "name.equals": "Broken off" } });
    expect(await client.imports.files(one?.id ?? "")).toEqual([]);
  });

  test("gives this connection's key to nobody else, and no contact of a file to Zapier's logs", async () => {
    const file = files.serve("secret", rows("only-in-the-file", 3));
    await run({ import_name: "Secret", file: file.url });
    expect(file.requests).not.toEqual([]);
    for (const headers of file.requests) {
      expect(headers.authorization).toBeUndefined();
      expect(headers["firstquadrant-organization-id"]).toBeUndefined();
    }
    const logs = rig.zapier.logs();
    expect(logs).toContain("name=secret.csv");
    expect(logs).not.toContain("only-in-the-file");
    expect(logs).not.toContain(rig.authData.apiKey);
    expect(logs).not.toContain("whsec_");
  });
});
