import { describe, expect, test } from "@jest/globals";
import nock from "nock";
import { connectionLabel, testConnection } from "../../zapier-app/src/authentication.ts";
import { api, apiKey, appTester, authData, errorBody, failureOf, origin, useApi } from "../helpers/zapier-app.ts";

const account = {
  id: "key_1",
  name: "Zapier",
  scopes: ["urn:firstquadrant:*:*:write"],
  organization: { id: authData.organizationId, name: "Analytical Engines" },
};

useApi();

describe("the connection", () => {
  test("is tested by asking who the key is", async () => {
    api().get("/me").reply(200, account);
    const result = await appTester(testConnection, { authData });
    expect(result).toEqual({ name: "Zapier", organization: account.organization });
  });

  test("is named by its organization and its key's name", async () => {
    const inputData = { name: "Zapier", organization: account.organization };
    expect(await appTester(connectionLabel, { authData, inputData })).toBe("Analytical Engines (Zapier)");
  });

  test("is named by its organization where the key has no name", async () => {
    const inputData = { organization: { name: "Analytical Engines" } };
    expect(await appTester(connectionLabel, { authData, inputData })).toBe("Analytical Engines");
  });

  test("takes a key as it was pasted, with blanks and a line's end around it", async () => {
    api().get("/me").reply(200, account);
    const pasted = { ...authData, apiKey: ` ${apiKey}\n`, organizationId: `${authData.organizationId} ` };
    await appTester(testConnection, { authData: pasted });
  });

  test("is refused with a key that is not valid, in words that say what to do", async () => {
    api()
      .get("/me")
      .reply(401, errorBody(401, "invalid_token", `The key ${apiKey} is unknown.`));
    const failure = await failureOf(appTester(testConnection, { authData }));
    expect(failure.name).toBe("ExpiredAuthError");
    expect(failure.message).toMatch(/Reconnect FirstQuadrant in Zapier with a valid key\.$/);
    expect(failure.raw).not.toContain(apiKey);
  });

  test("is refused for an address that is another page of the web", async () => {
    nock(origin).get("/v5/me").reply(200, "<html>Welcome</html>", { "Content-Type": "text/html" });
    const failure = await failureOf(appTester(testConnection, { authData }));
    expect(failure.message).toContain("Check the base URL of this connection.");
  });

  test("does not take the key along to where an address redirects", async () => {
    nock(origin).get("/v5/me").reply(302, "", { Location: "https://elsewhere.example/v5/me" });
    const failure = await failureOf(appTester(testConnection, { authData }));
    expect(failure.message).toContain("Check the base URL.");
  });
});

describe("the base URL", () => {
  test.each(["", "  ", `${origin}/`, `${origin}/v5`])("%p means the hosted service", async (baseUrl) => {
    api().get("/me").reply(200, account);
    await appTester(testConnection, { authData: { ...authData, baseUrl } });
  });

  test.each(["http://localhost:8080", "http://127.0.0.1:8080", "http://[::1]:8080"])(
    "may be plain http on the same machine: %s",
    async (baseUrl) => {
      nock(baseUrl).get("/v5/me").reply(200, account);
      await appTester(testConnection, { authData: { ...authData, baseUrl } });
    },
  );

  test.each([
    "http://api.us.firstquadrant.ai",
    "api.us.firstquadrant.ai",
    "javascript:alert(1)",
    "https://user:password@api.us.firstquadrant.ai",
    "https://api.us.firstquadrant.ai/?key=1",
    "http://localhost.elsewhere.example",
  ])("is refused before anything is sent to it: %s", async (baseUrl) => {
    const failure = await failureOf(appTester(testConnection, { authData: { ...authData, baseUrl } }));
    expect(failure.message).toContain("must start with https://");
    expect(failure.raw).not.toContain("password@");
  });
});
