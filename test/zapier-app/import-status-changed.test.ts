import { signWebhook } from "@firstquadrant/core-client/webhooks";
import { describe, expect, test } from "@jest/globals";
import { list, receive, subscribe, unsubscribe } from "../../zapier-app/src/triggers/import-status-changed.ts";
import { api, appTester, errorBody, failureOf, useApi } from "../helpers/zapier-app.ts";
import { aStatusChange } from "../helpers/zapier-records.ts";

useApi();

const secret = `whsec_${Buffer.from("a secret of 24 bytes ....").toString("base64")}`;
const subscribeData = { id: "sub_1", secret };
const targetUrl = "https://hooks.zapier.com/hooks/standard/1/abc/";
const event = aStatusChange();
const body = JSON.stringify(event);

/** A delivery as Zapier hands it over. */
function rawRequest({ content = body, signedWith = secret, sentAt = new Date() } = {}) {
  const headers = signWebhook({ id: event.id, timestamp: sentAt, body, secret: signedWith });
  return {
    method: "POST" as const,
    querystring: "",
    content,
    headers: {
      "Content-Type": "application/json",
      "Http-Webhook-Id": headers["webhook-id"],
      "Http-Webhook-Timestamp": headers["webhook-timestamp"],
      "Http-Webhook-Signature": headers["webhook-signature"],
    },
  };
}

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
    expect(await appTester(subscribe, { inputData, targetUrl })).toEqual(subscribeData);
  });

  test("ends by deleting, and one that is gone already is as good", async () => {
    api().delete("/subscriptions/sub_1").reply(204);
    await appTester(unsubscribe, { subscribeData, targetUrl });
    api()
      .delete("/subscriptions/sub_1")
      .reply(404, errorBody(404, "not_found", "There is no subscription sub_1."));
    await appTester(unsubscribe, { subscribeData, targetUrl });
  });

  test("does not keep silent when it could not be ended", async () => {
    api()
      .delete("/subscriptions/sub_1")
      .reply(403, errorBody(403, "insufficient_permissions", "Not yours."));
    expect((await failureOf(appTester(unsubscribe, { subscribeData, targetUrl }))).message).toBe("Not yours.");
  });
});

describe("a delivery", () => {
  test("that is signed is one item", async () => {
    expect(await appTester(receive, { subscribeData, rawRequest: rawRequest() })).toEqual([
      expect.objectContaining({ id: event.id, status: event.data.status, previousStatus: event.data.previousStatus }),
    ]);
  });

  test("has the very shape of the list's items", async () => {
    api().get("/events").query({ limit: "100", "filter.type.equals": "import.status_changed" }).reply(200, [event]);
    const listed = await appTester(list, {});
    expect(await appTester(receive, { subscribeData, rawRequest: rawRequest() })).toEqual(listed);
  });

  test("is taken though Zapier kept it for an hour", async () => {
    const sentAt = new Date(Date.now() - 3_600_000);
    expect(await appTester(receive, { subscribeData, rawRequest: rawRequest({ sentAt }) })).toHaveLength(1);
  });

  const otherSecret = `whsec_${Buffer.from("another secret, of another").toString("base64")}`;
  test.each([
    [
      "whose body was changed",
      { subscribeData, rawRequest: rawRequest({ content: body.replace("running", "draft") }) },
    ],
    ["that somebody else signed", { subscribeData, rawRequest: rawRequest({ signedWith: otherSecret }) }],
    ["that is days old", { subscribeData, rawRequest: rawRequest({ sentAt: new Date("2026-01-01") }) }],
    ["without a signature", { subscribeData, rawRequest: { ...rawRequest(), headers: {} } }],
    ["without anything", { subscribeData }],
    ["to a Zap that does not know its secret", { subscribeData: { id: "sub_1" }, rawRequest: rawRequest() }],
    ["to a Zap whose secret is none", { subscribeData: { id: "sub_1", secret: "whsec_" }, rawRequest: rawRequest() }],
  ])("%s ends quietly, without a word about the secret", async (_what, call) => {
    const failure = await failureOf(appTester(receive, call));
    expect(failure.name).toBe("HaltedError");
    expect(failure.raw).not.toContain("What happened");
    expect(failure.raw).not.toMatch(/whsec_\w/);
  });

  test("of another kind of event is no item", async () => {
    const other = JSON.stringify({ ...event, type: "import.run_finished" });
    const headers = signWebhook({ id: event.id, timestamp: new Date(), body: other, secret });
    const request = { ...rawRequest(), content: other, headers };
    expect(await appTester(receive, { subscribeData, rawRequest: request })).toEqual([]);
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
    expect(await appTester(list, { inputData })).toHaveLength(1);
  });
});
