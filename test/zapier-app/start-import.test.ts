import { describe, expect, test } from "@jest/globals";
import { startImport } from "../../zapier-app/src/creates/start-import.ts";
import { api, appTester, failureOf, useApi } from "../helpers/zapier-app.ts";
import { anImport } from "../helpers/zapier-records.ts";

useApi();

describe("Start Import", () => {
  test("finds, makes and starts by name, and says which it was", async () => {
    api()
      .put("/imports/start", { name: "News", method: "app", app: "zapier" })
      .reply(200, { outcome: "created", import: anImport({ id: "imp_1", name: "News" }) });
    const result = await appTester(startImport, { inputData: { name: " News ", method: "", app: "" } });
    expect(result).toMatchObject({ id: "imp_1", name: "News", status: "running", outcome: "created" });
  });

  test("starts another app's import, and one of a webhook", async () => {
    const answer = { outcome: "alreadyRunning", import: anImport() };
    api().put("/imports/start", { name: "News", method: "app", app: "n8n" }).reply(200, answer);
    await appTester(startImport, { inputData: { name: "News", method: "app", app: "n8n" } });

    api().put("/imports/start", { name: "News", method: "webhook" }).reply(200, answer);
    await appTester(startImport, { inputData: { name: "News", method: "Webhook" } });
  });

  test("has no idempotency key, since an answer of yesterday would start nothing today", async () => {
    api()
      .put("/imports/start")
      .matchHeader("idempotency-key", (value) => value === undefined)
      .reply(200, { outcome: "started", import: anImport() });
    await appTester(startImport, { inputData: { name: "News" } });
  });

  test("does not tell the import's own address, with which anybody could send contacts", async () => {
    api().put("/imports/start").reply(200, { outcome: "started", import: anImport() });
    const result = await appTester(startImport, { inputData: { name: "News" } });
    expect(JSON.stringify(result)).not.toContain("/trigger/");
  });

  test.each([
    [{ name: " " }, "Import Name is empty"],
    [{ name: "News", method: "carrier pigeon" }, "must be App or Webhook"],
  ])("asks for what is missing: %j", async (inputData, words) => {
    expect((await failureOf(appTester(startImport, { inputData }))).message).toContain(words);
  });
});
