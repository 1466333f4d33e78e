import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { type Backend, createStorage, databases, type Storage, startBackend } from "../helpers/backend.ts";
import { type Browser, openBrowser } from "../helpers/browser.ts";
import { eventually } from "../helpers/eventually.ts";
import { createMovedClock } from "../helpers/moved-clock.ts";
import { answerIn, connect, type OauthApp, oauthApp } from "../helpers/oauth-app.ts";
import { operatorCommand } from "../helpers/operator-command.ts";

const redirectUri = "https://app.example/return?kind=1";

describe.each(databases)("an app that people connect by OAuth 2 (%s)", (database) => {
  const clock = createMovedClock();
  let storage: Storage;
  let backend: Backend;
  let app: OauthApp;
  let other: OauthApp;
  let ada: Browser;
  let grace: Browser;
  let eve: Browser;
  let anotherOrganization: string;
  const origin = () => backend.url;
  const command = (name: "people" | "oauth" | "keys", ...args: string[]) => operatorCommand(name, storage, args);
  const me = (accessToken: string) => send({ ...backend, apiKey: accessToken }, "GET", "/v5/me");

  beforeAll(async () => {
    storage = await createStorage(database);
    const first = await startBackend(storage, clock.env);
    await first.stop();
    const register = ["clients", "create", "--name", "Example <App>", "--redirect", redirectUri];
    const { printed } = await command("oauth", ...register);
    const { FIRSTQUADRANT_CLIENT_ID: id = "", FIRSTQUADRANT_CLIENT_SECRET: secret = "" } = printed;
    const second = await command(
      "oauth",
      "clients",
      "create",
      "--name",
      "Public",
      "--redirect",
      redirectUri,
      "--public",
    );
    const invited = await command("people", "invite", "--name", "Grace", "--email", "g@example.com", "--read-only");
    const another = await command("keys", "create-organization", "--name", "Another");
    anotherOrganization = another.printed.FIRSTQUADRANT_ORGANIZATION_ID ?? "";
    const inAnother = ["--name", "Eve", "--email", "e@example.com", "--organization", anotherOrganization];
    const eves = await command("people", "invite", ...inAnother);
    backend = await startBackend(storage, clock.env);
    app = oauthApp(origin, id, secret, redirectUri);
    other = oauthApp(origin, second.printed.FIRSTQUADRANT_CLIENT_ID ?? "", null, redirectUri);
    const signedIn = async (address: string) => {
      const browser = openBrowser(backend.url);
      await browser.send(await browser.open(new URL(address).pathname), "Sign in");
      return browser;
    };
    ada = await signedIn(first.signInUrl);
    grace = await signedIn(invited.printed.FIRSTQUADRANT_SIGN_IN_URL ?? "");
    eve = await signedIn(eves.printed.FIRSTQUADRANT_SIGN_IN_URL ?? "");
  }, 240_000);

  afterAll(async () => {
    await backend?.stop();
    await storage?.remove();
    clock.remove();
  });

  test("tells what it can, for client libraries to read", async () => {
    const found = await fetch(`${backend.url}/oauth/.well-known/oauth-authorization-server`);
    expect(await found.json()).toMatchObject({
      issuer: `${backend.url}/oauth`,
      authorization_endpoint: `${backend.url}/oauth/authorize`,
      token_endpoint: `${backend.url}/oauth/token`,
      revocation_endpoint: `${backend.url}/oauth/revoke`,
      code_challenge_methods_supported: ["S256"],
      grant_types_supported: ["authorization_code", "refresh_token"],
      response_types_supported: ["code"],
    });
  });

  test("asks a person on a page that says all, and acts for that person from then on", async () => {
    const { address, verifier, state } = app.begin();
    const page = await ada.open(address);
    for (const text of ["Connect Example &lt;App&gt; to My organization?", "Administrator", "app.example"]) {
      expect(page.text).toContain(text);
    }
    expect(page.text).toContain("Read, add, change and delete contacts");
    expect(page.headers.get("content-security-policy")).toContain("form-action 'self' https://app.example;");

    const back = await ada.send(page, "Allow");
    expect(back.url).toMatch(/^https:\/\/app\.example\/return\?kind=1&code=fqc_/);
    const { code = "", ...answer } = answerIn(back);
    expect(answer).toEqual({ kind: "1", state, iss: `${backend.url}/oauth` });
    const { status, body } = await app.exchange(code, verifier);
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        access_token: expect.stringMatching(/^fqo_\w{58}$/),
        refresh_token: expect.stringMatching(/^fqr_\w{58}$/),
        token_type: "Bearer",
        expires_in: 3600,
        scope: expect.stringContaining("urn:firstquadrant:contact:*:write"),
      },
    });

    expect((await me(body.access_token)).body).toEqual({
      id: expect.stringMatching(/^gra_/),
      name: "Example <App>",
      scopes: body.scope.split(" "),
      organization: { id: backend.organizationId, name: "My organization" },
      person: { id: expect.stringMatching(/^per_/), name: "Administrator", email: null },
    });
    const asApp = { ...backend, apiKey: body.access_token };
    const made = await send(asApp, "POST", "/v5/contacts", { email: `${code.slice(-8)}@example.com` });
    expect(made.status).toBe(201);
    const refused = await send(asApp, "GET", "/v5/keys");
    expect({ status: refused.status, code: refused.body.code }).toEqual({ status: 403, code: "missing_scopes" });

    // A code that comes twice was stolen, once or the other time.
    expect((await app.exchange(code, verifier)).body.error).toBe("invalid_grant");
    expect((await me(body.access_token)).status).toBe(401);
  });

  test("refreshes with a token that is another each time", async () => {
    const first = await connect(app, ada);
    const second = await app.refresh(first.refresh_token);
    expect(second.status).toBe(200);
    expect(second.body.refresh_token).not.toBe(first.refresh_token);
    expect((await me(second.body.access_token)).status).toBe(200);
    // The answer was lost, or two processes refreshed at once: the former token is good for a minute more.
    const again = await app.refresh(first.refresh_token);
    expect(again.status).toBe(200);
    expect((await app.refresh(again.body.refresh_token)).status).toBe(200);
  });

  test("revoked by the app, its tokens are not accepted any more", async () => {
    const tokens = await connect(app, ada);
    const { access_token: accessToken, refresh_token: refreshToken } = tokens;
    expect((await me(accessToken)).status).toBe(200);
    expect(await app.revoke(refreshToken)).toBe(200);
    expect(await me(accessToken)).toMatchObject({
      status: 401,
      body: { code: "invalid_token", message: "The access token is not known, has expired, or was revoked." },
    });
    expect((await app.refresh(refreshToken)).body.error).toBe("invalid_grant");
    expect(await app.revoke("fqr_nothing")).toBe(200);
  });

  test("gets nothing from a person who does not allow it", async () => {
    const { address, state } = app.begin();
    const back = await ada.send(await ada.open(address), "Deny");
    expect(answerIn(back)).toMatchObject({ error: "access_denied", state });
    expect(answerIn(back).code).toBeUndefined();
  });

  test("gets no more than the person may do", async () => {
    const page = await grace.open(app.begin().address);
    expect(page.text).toContain("will not be able to");
    const tokens = await connect(app, grace);
    expect(tokens.scope).toBe("urn:firstquadrant:organization:*:read");
    const none = await grace.open(app.begin({ scope: "urn:firstquadrant:contact:*:write" }).address);
    expect(none.forms.flatMap(({ buttons }) => buttons)).toEqual(["Deny"]);
  });

  test("acts in the organization of the person who allowed it, and sees no other", async () => {
    const adas = { ...backend, apiKey: (await connect(app, ada)).access_token };
    const eves = { ...backend, apiKey: (await connect(app, eve)).access_token };
    const added = await send(adas, "POST", "/v5/contacts", { email: "only@example.com" });
    expect((await send(eves, "GET", "/v5/me")).body).toMatchObject({
      organization: { id: anotherOrganization, name: "Another" },
      person: { name: "Eve", email: "e@example.com" },
    });
    expect((await send(eves, "GET", `/v5/contacts/${added.body.id}`)).status).toBe(404);
    expect((await send(eves, "GET", "/v5/contacts")).body).toEqual([]);
    const header = { "FirstQuadrant-Organization-ID": anotherOrganization };
    expect((await send(adas, "GET", "/v5/me", undefined, header)).status).toBe(403);
  });

  test("needs PKCE, with and without a secret of its own", async () => {
    const { address } = app.begin({ code_challenge: "", code_challenge_method: "" });
    expect(answerIn(await ada.open(address))).toMatchObject({ error: "invalid_request" });
    const plain = app.begin({ code_challenge_method: "plain" });
    expect(answerIn(await ada.open(plain.address))).toMatchObject({ error: "invalid_request" });
    for (const one of [app, other]) {
      const begun = one.begin();
      const back = await ada.send(await ada.open(begun.address), "Allow");
      const wrong = await one.exchange(answerIn(back).code ?? "", one.begin().verifier);
      expect(wrong).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
    }
    expect((await me((await connect(other, ada)).access_token)).status).toBe(200);
  });

  test("takes people back only to where it was registered, and proves itself", async () => {
    for (const address of ["https://elsewhere.example/", "https://app.example/return", `${redirectUri}&more=1`]) {
      const page = await ada.open(app.begin({ redirect_uri: address }).address);
      expect({ status: page.status, text: page.text }).toEqual({
        status: 400,
        text: expect.stringContaining("This connection could not be made"),
      });
    }
    const unknown = await ada.open(app.begin({ client_id: "app_<b>" }).address);
    expect(unknown.status).toBe(400);
    expect(unknown.text).not.toContain("<b>");

    const { address, verifier } = app.begin();
    const code = answerIn(await ada.send(await ada.open(address), "Allow")).code ?? "";
    const impostor = oauthApp(origin, app.id, "fqs_guessed", redirectUri);
    expect(await impostor.exchange(code, verifier)).toMatchObject({ status: 401, body: { error: "invalid_client" } });
    expect((await other.exchange(code, verifier)).body.error).toBe("invalid_grant");
  });

  test("is not answered by a form of another site, nor in another browser, nor by who is not signed in", async () => {
    const page = await ada.open(app.begin().address);
    for (const [fields, headers] of [
      [{}, { Origin: "https://elsewhere.example" }],
      [{}, { "Sec-Fetch-Site": "same-site" }],
      [{ formToken: "guessed" }, {}],
    ] as const) {
      expect((await ada.send(page, "Allow", fields, headers)).status).toBe(403);
    }
    expect((await grace.open(page.url)).status).toBe(410);
    expect((await grace.send(page, "Allow")).status).toBe(410);

    const nobody = openBrowser(backend.url);
    const asked = await nobody.open(app.begin().address);
    expect(asked.text).toContain("Sign in to connect Example &lt;App&gt;");
    const tried = await nobody.send(asked, "Sign in", { link: "nothing" });
    expect(tried.status).toBe(410);
    const elsewhere = await nobody.send(asked, "Sign in", { next: "https://elsewhere.example" });
    expect(elsewhere.status).toBe(422);
  });

  test("stays connected when the backend starts anew, and its secrets are in no log", async () => {
    const tokens = await connect(app, ada);
    const halfway = app.begin();
    const page = await ada.open(halfway.address);
    const port = new URL(backend.url).port;
    const log = backend.log();
    await backend.stop();
    backend = await startBackend(storage, { ...clock.env, PORT: port });
    expect((await me(tokens.access_token)).status).toBe(200);
    expect((await app.refresh(tokens.refresh_token)).status).toBe(200);
    const code = answerIn(await ada.send(page, "Allow")).code ?? "";
    const late = await app.exchange(code, halfway.verifier);
    expect(late.status).toBe(200);
    for (const secret of [tokens.access_token, tokens.refresh_token, code, late.body.access_token]) {
      expect(`${log}${backend.log()}`).not.toContain(secret.slice(-32));
    }
  }, 120_000);

  test("an access token is over after an hour; a refresh token that comes back later ends the connection", async () => {
    const first = await connect(app, ada);
    const second = (await app.refresh(first.refresh_token)).body;
    clock.moveTo(new Date(clock.now().getTime() + 61 * 60_000));
    await eventually(async () => expect((await me(second.access_token)).status).toBe(401));
    const third = (await app.refresh(second.refresh_token)).body;
    expect((await me(third.access_token)).status).toBe(200);

    expect((await app.refresh(first.refresh_token)).body.error).toBe("invalid_grant");
    expect((await me(third.access_token)).status).toBe(401);
    expect((await app.refresh(third.refresh_token)).body.error).toBe("invalid_grant");
  });

  if (database === "postgres") {
    test("the operator sees what was allowed, and ends it", async () => {
      const tokens = await connect(app, ada);
      const named = await me(tokens.access_token);
      const grants = (await command("oauth", "grants", "list")).output;
      expect(grants).toMatch(new RegExp(`^${named.body.id} .*used 20.*"Example <App>" for "Administrator"`, "m"));
      expect(await command("oauth", "grants", "revoke", named.body.id)).toMatchObject({ code: 0, errors: "" });
      await eventually(async () => expect((await me(tokens.access_token)).status).toBe(401), { timeoutMs: 15_000 });
      expect((await app.refresh(tokens.refresh_token)).body.error).toBe("invalid_grant");

      const last = await connect(app, ada);
      expect((await command("oauth", "clients", "delete", app.id)).code).toBe(0);
      expect((await app.refresh(last.refresh_token)).body.error).toBe("invalid_client");
      expect((await command("oauth", "clients", "list")).output).not.toContain(app.id);
      await eventually(async () => expect((await me(last.access_token)).status).toBe(401), { timeoutMs: 15_000 });
    }, 120_000);
  }
});

test.each([
  [["clients", "create", "--redirect", redirectUri], "--name must not be blank"],
  [["clients", "create", "--name", "A"], "--redirect must be given"],
  [["clients", "create", "--name", "A", "--redirect", "http://app.example/"], "must be one https address"],
  [["clients", "create", "--name", "A", "--redirect", "https://*.example/"], "must be one https address"],
  [["grants", "revoke"], "Which one?"],
  [["grant"], 'There is no "grant"'],
])(
  "oauth %j is answered with how it is written",
  async (args, why) => {
    const nowhere = { env: { DATABASE_URL: "postgres://127.0.0.1:1/none" }, remove: async () => undefined };
    const { code, output, errors } = await operatorCommand("oauth", nowhere, args);
    expect({ code, output }).toEqual({ code: 1, output: "" });
    expect(errors).toContain(why);
    expect(errors).toContain("npm run backend -- oauth clients create");
  },
  60_000,
);
