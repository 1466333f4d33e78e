import { describe, expect, test } from "@jest/globals";
import importStatusChanged from "../../zapier-app/src/triggers/import-status-changed.ts";
import { api, appTester, errorBody, failureOf, useApi } from "../helpers/zapier-app.ts";
import { otherSecret, rawRequest, secret, subscribeData, targetUrl } from "../helpers/zapier-delivery.ts";
import { aStatusChange } from "../helpers/zapier-records.ts";

useApi();

const { performSubscribe, performUnsubscribe, perform, performList } = importStatusChanged.operation;
const event = aStatusChange();
const body = JSON.stringify(event);

describe("subscribing", () => {
  test.each([
    [{}, {}],
    [{ import_ids: [], statuses: [""] }, {}],
    [{ import_ids: ["imp_1", "imp_2"] }, { importIds: ["imp_1", "imp_2"] }],
    [
      { import_ids: "imp_1", statuses: "completed" },
      { importIds: ["imp_1"], statuses: ["completed"] },
    ],
    [{ statuses: ["running", "no such status"] }, { statuses: ["running"] }],
  ])("asks for what was chosen: %j", async (inputData, filter) => {
    api()
      .post("/subscriptions", {
        targetUrl,
        eventTypes: ["import.status_changed"],
        filter,
        description: "Zapier: Import Status Changed",
      })
      .reply(201, { id: "sub_1", secret, targetUrl, status: "active" });
    expect(await appTester(performSubscribe, { inputData, targetUrl })).toEqual(subscribeData);
  });

  test("ends by deleting, and one that is gone already is as good", async () => {
    api().delete("/subscriptions/sub_1").reply(204);
    await appTester(performUnsubscribe, { subscribeData, targetUrl });
    api()
      .delete("/subscriptions/sub_1")
      .reply(404, errorBody(404, "not_found", "There is no subscription sub_1."));
    await appTester(performUnsubscribe, { subscribeData, targetUrl });
  });

  test("does not keep silent when it could not be ended", async () => {
    api()
      .delete("/subscriptions/sub_1")
      .reply(403, errorBody(403, "insufficient_permissions", "Not yours."));
    expect((await failureOf(appTester(performUnsubscribe, { subscribeData, targetUrl }))).message).toBe("Not yours.");
  });
});

describe("a delivery", () => {
  test("that is signed is one item", async () => {
    expect(await appTester(perform, { subscribeData, rawRequest: rawRequest(event) })).toEqual([
      expect.objectContaining({ id: event.id, status: event.data.status, previousStatus: event.data.previousStatus }),
    ]);
  });

  test("has the very shape of the list's items", async () => {
    api().get("/events").query({ limit: "100", "filter.type.equals": "import.status_changed" }).reply(200, [event]);
    const listed = await appTester(performList, {});
    expect(await appTester(perform, { subscribeData, rawRequest: rawRequest(event) })).toEqual(listed);
  });

  test("is taken though Zapier kept it for an hour", async () => {
    const sentAt = new Date(Date.now() - 3_600_000);
    expect(await appTester(perform, { subscribeData, rawRequest: rawRequest(event, { sentAt }) })).toHaveLength(1);
  });

  test.each([
    [
      "whose body was changed",
      { subscribeData, rawRequest: rawRequest(event, { content: body.replace("running", "draft") }) },
    ],
    ["that somebody else signed", { subscribeData, rawRequest: rawRequest(event, { signedWith: otherSecret }) }],
    ["that is days old", { subscribeData, rawRequest: rawRequest(event, { sentAt: new Date("2026-01-01") }) }],
    ["without a signature", { subscribeData, rawRequest: { ...rawRequest(event), headers: {} } }],
    ["without anything", { subscribeData }],
    ["to a Zap that does not know its secret", { subscribeData: { id: "sub_1" }, rawRequest: rawRequest(event) }],
    [
      "to a Zap whose secret is none",
      { subscribeData: { id: "sub_1", secret: "whsec_" }, rawRequest: rawRequest(event) },
    ],
  ])("%s ends quietly, without a word about the secret", async (_what, call) => {
    const failure = await failureOf(appTester(perform, call));
    expect(failure.name).toBe("HaltedError");
    expect(failure.raw).not.toContain("What happened");
    expect(failure.raw).not.toMatch(/whsec_\w/);
  });

  test("of another kind of event is no item", async () => {
    const other = { ...event, type: "import.run_finished" };
    const request = rawRequest(other);
    expect(await appTester(perform, { subscribeData, rawRequest: request })).toEqual([]);
  });
});

describe("the list", () => {
  test("is of what was chosen", async () => {
    api()
      .get("/events")
      .query({
        limit: "100",
        "filter.type.equals": "import.status_changed",
        "filter.importId.in": "imp_1,imp_2",
        "filter.status.in": "completed",
      })
      .reply(200, [event]);
    const inputData = { import_ids: ["imp_1", "imp_2"], statuses: ["completed"] };
    expect(await appTester(performList, { inputData })).toHaveLength(1);
  });
});
