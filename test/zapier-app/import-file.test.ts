import { describe, expect, test } from "@jest/globals";
import { resumeImportFile } from "../../zapier-app/src/creates/import-file.ts";
import { api, appTester, failureOf, useApi } from "../helpers/zapier-app.ts";
import { anImport } from "../helpers/zapier-records.ts";

const { counts } = anImport();
const outputData = { importId: "imp_1", runId: "run_1", subscriptionId: "sub_1" };

const aRun = {
  id: "run_1",
  status: "failed",
  fileId: "fil_1",
  startedAt: "2026-11-20T09:31:12.000Z",
  endedAt: "2026-11-20T09:31:13.000Z",
  counts,
  error: "Sheet 1 cannot be read behind row 128.",
};

useApi();

/** Goes on after the wait, where the API has these runs. */
function resume(runs: object[], inputData: Record<string, unknown> = {}) {
  api().delete("/subscriptions/sub_1").reply(204);
  api().get("/imports/imp_1/runs").reply(200, runs);
  api()
    .get("/imports/imp_1")
    .reply(200, anImport({ id: "imp_1", method: "upload" }));
  return appTester(resumeImportFile, { inputData, outputData });
}

describe("Import File, when it goes on after its wait", () => {
  test("stops with the reason when the file could not be worked through", async () => {
    expect(await failureOf(resume([aRun]))).toMatchObject({
      name: "AppError",
      message:
        "The file could not be worked through. Sheet 1 cannot be read behind row 128. It took 128 rows in before that.",
    });
  });

  test("goes on with the reason, where a person chose that", async () => {
    expect(await resume([aRun], { when_not_finished: "continue" })).toMatchObject({
      outcome: "failed",
      reason: "The file could not be worked through. Sheet 1 cannot be read behind row 128.",
      counts: { received: 128 },
    });
  });

  test("tells of its own run, not of another file's", async () => {
    const other = { ...aRun, id: "run_2", status: "finished", error: null };
    const own = { ...aRun, status: "finished", error: null, counts: { ...counts, received: 3 } };
    expect(await resume([other, own])).toMatchObject({ id: "run_1", outcome: "finished", counts: { received: 3 } });
  });
});
