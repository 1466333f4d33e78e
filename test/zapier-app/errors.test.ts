import { describe, expect, test } from "@jest/globals";
import nock from "nock";
import { createContact } from "../../zapier-app/src/creates/create-contact.ts";
import { listImports } from "../../zapier-app/src/triggers/list-imports.ts";
import { api, apiKey, appTester, authData, errorBody, failureOf, origin, useApi } from "../helpers/zapier-app.ts";

const inputData = { import_id: "imp_1", email: "ada@example.com" };

useApi();

const answers = (status: number, body: nock.Body, headers: Record<string, string> = {}) =>
  api().post("/imports/imp_1/contacts").reply(status, body, headers);

const failure = (meta: { isLoadingSample?: boolean } = {}) =>
  failureOf(appTester(createContact, { authData, inputData, meta }));

describe("an answer that is an error becomes words for the person whose Zap it is", () => {
  test("401: reconnect", async () => {
    answers(401, errorBody(401, "invalid_token", "The API key was revoked."));
    expect(await failure()).toMatchObject({
      name: "ExpiredAuthError",
      message: expect.stringContaining("Reconnect FirstQuadrant in Zapier with a valid key."),
    });
  });

  test("403: names the scope that is missing", async () => {
    const scope = "urn:firstquadrant:import:*:write";
    answers(403, errorBody(403, "missing_scopes", `The key lacks the scope ${scope}.`, `Add ${scope} to it.`));
    expect(await failure()).toMatchObject({
      name: "AppError",
      message: `This connection's API key lacks the scope ${scope}. Give the key that scope in FirstQuadrant under Settings > API Keys, or reconnect with a key that has it.`,
    });
  });

  test("403 for another reason: says it", async () => {
    answers(
      403,
      errorBody(403, "insufficient_permissions", "The key belongs to another organization", "Correct the id."),
    );
    expect((await failure()).message).toBe("The key belongs to another organization. Correct the id.");
  });

  test("404: choose again", async () => {
    answers(404, errorBody(404, "not_found", "There is no import imp_1."));
    expect((await failure()).message).toMatch(/^There is no import imp_1\. .*Choose it again\.$/);
  });

  test("409 of a draft: start it", async () => {
    const body = errorBody(409, "import_not_running", 'The import "News" is a draft.', "POST /imports/imp_1/start");
    answers(409, body);
    expect((await failure()).message).toBe(
      'The import "News" is a draft. Start it in FirstQuadrant, or put a Start Import step before this one, then replay this run.',
    );
  });

  test("409 of a completed import: start it again, or choose another", async () => {
    answers(409, errorBody(409, "import_completed", 'The import "News" is completed.', "POST /imports/imp_1/start"));
    const { message } = await failure();
    expect(message).toMatch(/^The import "News" is completed\. Start it again .* or choose another import/);
    expect(message).not.toContain("POST");
  });

  test("422: names the fields as the step does", async () => {
    const details = [
      { field: "email", message: 'is no email address: "ada"' },
      { field: "company.employeesCount", message: "is no number" },
      { field: "customProperties.plan_tier", message: "is none of free, pro" },
      { field: "", message: "Something else is wrong" },
    ];
    answers(422, errorBody(422, "validation_error", "The record cannot become a contact.", "Correct it.", details));
    expect(await failure()).toMatchObject({
      name: "AppError",
      code: "validation_error",
      status: 422,
      message:
        'FirstQuadrant cannot take these values. Email is no email address: "ada". Number of Employees is no number. Plan Tier is none of free, pro. Something else is wrong.',
    });
  });

  test("an answer of something else: check the base URL", async () => {
    answers(404, "<html>Not Found</html>");
    expect((await failure()).message).toContain("does not look like the FirstQuadrant API. Check the base URL.");
  });
});

describe("what passes by itself is tried again by Zapier", () => {
  test("429: after the wait that the answer asks for", async () => {
    answers(429, errorBody(429, "rate_limited", "Too many."), { "Retry-After": "17" });
    expect(await failure()).toMatchObject({ name: "ThrottledError", delay: 17 });
  });

  test("423: after the wait that the answer asks for", async () => {
    answers(423, errorBody(423, "resource_locked", "The first request is still running."), { "Retry-After": "1" });
    expect(await failure()).toMatchObject({
      name: "ThrottledError",
      delay: 1,
      message: expect.stringContaining("Zapier tries this step again"),
    });
  });

  test.each([500, 502, 503])("%d: after a minute or two", async (status) => {
    answers(status, "oops", { "X-Request-Id": "req_7" });
    const { name, delay, message } = await failure();
    expect(name).toBe("ThrottledError");
    expect(delay).toBeGreaterThanOrEqual(60);
    expect(delay).toBeLessThan(120);
    expect(message).toMatch(/could not answer just now .* the request ID req_7\. Zapier tries this step again/);
  });

  test("no answer: after a minute or two", async () => {
    api().post("/imports/imp_1/contacts").replyWithError("socket hang up");
    const { name, message } = await failure();
    expect(name).toBe("ThrottledError");
    expect(message).toMatch(/^No answer came from api\.us\.firstquadrant\.ai\. .* Zapier tries this step again/);
  });

  test("but not in the editor, where a person waits: they are asked to", async () => {
    answers(503, errorBody(503, "unavailable", "Restarting."));
    expect(await failure({ isLoadingSample: true })).toMatchObject({
      name: "AppError",
      message: expect.stringMatching(/Try again in a minute\.$/),
    });
  });

  test("and not where Zapier only fills a dropdown", async () => {
    nock(origin).get("/v5/imports?limit=100").reply(503);
    expect(await failureOf(appTester(listImports, { authData }))).toMatchObject({ name: "AppError" });
  });
});

test("no secret gets into a message, even when the answer repeats it", async () => {
  const url = "https://api.us.firstquadrant.ai/v5/imports/imp_1/trigger/h4sh";
  const details = [{ field: "email", message: `of ${apiKey} and whsec_C2FmZQ== and ${url} and fqa_another is wrong` }];
  answers(422, errorBody(422, "validation_error", "No.", "", details));
  const { raw } = await failure();
  expect(raw).toContain("is wrong");
  for (const secret of ["SecretOfTheKey", "C2FmZQ", "h4sh", "fqa_another"]) expect(raw).not.toContain(secret);
});
