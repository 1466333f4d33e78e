import { createHash, randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type Backend, createStorage, databases, type Storage, startBackend } from "../helpers/backend.ts";
import { type Browser, openBrowser } from "../helpers/browser.ts";
import { answerIn } from "../helpers/oauth-app.ts";
import { operatorCommand } from "../helpers/operator-command.ts";
import { startZapierHost, type ZapierHost } from "../helpers/zapier-host.ts";
import { LambdaError } from "../helpers/zapier-lambda-error.ts";
import { zapierOauthZip } from "../helpers/zapier-zip.ts";

const redirectUri = "https://zapier.com/dashboard/auth/oauth/return/App1CLIAPI/";
const config = "authentication.oauth2Config";

let storage: Storage;
let backend: Backend;
let zapier: ZapierHost;
let browser: Browser;
let environment: Record<string, string>;
const secrets: string[] = [];

beforeAll(async () => {
  const zip = await zapierOauthZip();
  storage = await createStorage(databases.at(-1) ?? "embedded");
  const register = ["clients", "create", "--name", "Zapier", "--redirect", redirectUri];
  const { printed } = await operatorCommand("oauth", storage, register);
  const { FIRSTQUADRANT_CLIENT_ID: id = "", FIRSTQUADRANT_CLIENT_SECRET: secret = "" } = printed;
  environment = { CLIENT_ID: id, CLIENT_SECRET: secret };
  secrets.push(secret);
  backend = await startBackend(storage);
  zapier = await startZapierHost(zip);
  browser = openBrowser(backend.url);
  await browser.send(await browser.open(backend.signInUrl), "Sign in");
}, 240_000);

afterAll(async () => {
  await zapier?.stop();
  await backend?.stop();
  await storage?.remove();
});

/** Connects as a person does in Zapier, which makes PKCE's two halves itself. */
async function connect(): Promise<Record<string, string>> {
  const inputData = { baseUrl: backend.url, state: "state-of-zapier", redirect_uri: redirectUri };
  const address = new URL(String(await zapier.call(`${config}.authorizeUrl`, {}, { inputData, environment })));
  const verifier = randomBytes(32).toString("base64url");
  address.searchParams.set("code_challenge", createHash("sha256").update(verifier).digest("base64url"));
  address.searchParams.set("code_challenge_method", "S256");
  const page = await browser.open(address.href);
  expect(page.text).toContain("Connect Zapier to My organization?");
  const { code = "", state } = answerIn(await browser.send(page, "Allow"));
  expect(state).toBe("state-of-zapier");
  const back = { ...inputData, code, code_verifier: verifier };
  const tokens = await zapier.call(`${config}.getAccessToken`, {}, { inputData: back, environment });
  return remembered(tokens);
}

/** What Zapier keeps of a connection. */
function remembered(tokens: unknown): Record<string, string> {
  const { access_token: accessToken, refresh_token: refreshToken } = Object(tokens);
  secrets.push(accessToken, refreshToken);
  return { baseUrl: backend.url, access_token: accessToken, refresh_token: refreshToken };
}

const failureOf = (call: Promise<unknown>): Promise<LambdaError> =>
  call.then(
    () => {
      throw new Error("It was expected to fail, and did not.");
    },
    (error: unknown) => {
      if (error instanceof LambdaError) return error;
      throw error;
    },
  );

test("is valid by Zapier's schema, and tells how Zapier can sign requests of its own", async () => {
  expect(await zapier.command("validate")).toEqual([]);
  expect(await zapier.command("getAuthTemplate")).toMatchObject({
    supported: true,
    template: { headers: { Authorization: "Bearer {{bundle.authData.access_token}}" } },
  });
});

test("is connected by a person in the browser, named by organization and person, and works", async () => {
  const authData = await connect();
  const account = await zapier.call("authentication.test", authData);
  const label = await zapier.call("authentication.connectionLabel", authData, { inputData: Object(account) });
  expect(label).toBe("My organization (Administrator)");
  const inputData = { email: "ada@example.com" };
  const created = await zapier.call("creates.create_contact.operation.perform", authData, { inputData });
  expect(created).toMatchObject({ outcome: "created", email: "ada@example.com" });
});

test("is refreshed when its token is over, and made again when it was ended", async () => {
  const authData = await connect();
  const over = { ...authData, access_token: `${authData.access_token?.slice(0, -4)}aaaa` };
  expect((await failureOf(zapier.call("authentication.test", over))).type).toBe("RefreshAuthError");

  const refreshed = remembered(await zapier.call(`${config}.refreshAccessToken`, over, { environment }));
  expect(refreshed.refresh_token).not.toBe(authData.refresh_token);
  await zapier.call("authentication.test", refreshed);

  const { CLIENT_ID = "", CLIENT_SECRET = "" } = environment;
  const form = { client_id: CLIENT_ID, client_secret: CLIENT_SECRET, token: refreshed.refresh_token ?? "" };
  await fetch(`${backend.url}/oauth/revoke`, { method: "POST", body: new URLSearchParams(form) });
  expect((await failureOf(zapier.call("authentication.test", refreshed))).type).toBe("RefreshAuthError");
  const ended = await failureOf(zapier.call(`${config}.refreshAccessToken`, refreshed, { environment }));
  expect({ type: ended.type, said: ended.said }).toEqual({
    type: "ExpiredAuthError",
    said: expect.stringContaining("Reconnect FirstQuadrant in Zapier."),
  });
});

test("sends nobody, and no secret, to an address that a key may not go to", async () => {
  for (const baseUrl of ["http://firstquadrant.example", "https://user:word@firstquadrant.example"]) {
    const inputData = { baseUrl, state: "s", redirect_uri: redirectUri, code: "c", code_verifier: "v" };
    for (const method of ["authorizeUrl", "getAccessToken"]) {
      const { said } = await failureOf(zapier.call(`${config}.${method}`, {}, { inputData, environment }));
      expect(said).toContain("must start with https://");
    }
  }
});

test("wrote no token and no secret into Zapier's logs", () => {
  const logs = zapier.logs();
  expect(logs).toContain("/oauth/token");
  expect(secrets.filter((secret) => logs.includes(secret))).toEqual([]);
});
