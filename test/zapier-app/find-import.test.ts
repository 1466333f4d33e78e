import { describe, expect, test } from "@jest/globals";
import { findImport } from "../../zapier-app/src/searches/find-import.ts";
import { api, appTester, useApi } from "../helpers/zapier-app.ts";
import { anImport } from "../helpers/zapier-records.ts";

useApi();

const byName = () => api().get("/imports").query({ limit: "100", "filter.name.equals": "News" });

describe("Find Import", () => {
  test("finds by exactly this name, and prefers the one that takes contacts", async () => {
    const found = [
      anImport({ id: "imp_3", status: "completed" }),
      anImport({ id: "imp_2", status: "running" }),
      anImport({ id: "imp_1", status: "draft" }),
    ];
    byName().reply(200, found);
    expect(await appTester(findImport, { inputData: { name: "News" } })).toEqual([
      expect.objectContaining({ id: "imp_2", status: "running" }),
    ]);
  });

  test("finds only what has the status that was chosen", async () => {
    api()
      .get("/imports")
      .query({ limit: "100", "filter.name.equals": "News", "filter.status.in": "running" })
      .reply(200, [anImport({ id: "imp_2" })]);
    expect(await appTester(findImport, { inputData: { name: "News", status: "running" } })).toHaveLength(1);
  });

  test("finding nothing is no error", async () => {
    byName().reply(200, []);
    expect(await appTester(findImport, { inputData: { name: "News" } })).toEqual([]);
  });

  test("without a name finds nothing, and asks for nothing", async () => {
    expect(await appTester(findImport, { inputData: { name: "" } })).toEqual([]);
  });
});
