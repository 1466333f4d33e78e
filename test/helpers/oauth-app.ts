import { createHash, randomBytes } from "node:crypto";
import type { Browser, Page } from "./browser.ts";

/** What a token request answers. */
export interface TokenAnswer {
  status: number;
  body: ReturnType<typeof JSON.parse>;
}

/** An app that connects to a backend by OAuth 2, as any client library does it, over plain HTTP. */
export interface OauthApp {
  readonly id: string;
  readonly redirectUri: string;
  /** Where it sends a person; and what it keeps until the person is back. */
  begin: (more?: Record<string, string>) => { address: string; verifier: string; state: string };
  token: (form: Record<string, string>) => Promise<TokenAnswer>;
  exchange: (code: string, verifier: string, more?: Record<string, string>) => Promise<TokenAnswer>;
  refresh: (refreshToken: string) => Promise<TokenAnswer>;
  revoke: (token: string) => Promise<number>;
}

const scope = [
  "urn:firstquadrant:organization:*:read",
  "urn:firstquadrant:contact:*:write",
  "urn:firstquadrant:import:*:write",
].join(" ");

export function oauthApp(origin: () => string, id: string, secret: string | null, redirectUri: string): OauthApp {
  const post = (path: string, form: Record<string, string>) =>
    fetch(`${origin()}/oauth${path}`, {
      method: "POST",
      body: new URLSearchParams({ client_id: id, ...(secret !== null && { client_secret: secret }), ...form }),
    });
  const token: OauthApp["token"] = async (form) => {
    const response = await post("/token", form);
    return { status: response.status, body: await response.json() };
  };
  return {
    id,
    redirectUri,
    begin: (more = {}) => {
      const verifier = randomBytes(32).toString("base64url");
      const state = randomBytes(8).toString("hex");
      const query = new URLSearchParams({
        response_type: "code",
        client_id: id,
        redirect_uri: redirectUri,
        scope,
        state,
        code_challenge: createHash("sha256").update(verifier).digest("base64url"),
        code_challenge_method: "S256",
        ...more,
      });
      return { address: `${origin()}/oauth/authorize?${query}`, verifier, state };
    },
    token,
    exchange: (code, verifier, more = {}) =>
      token({ grant_type: "authorization_code", code, code_verifier: verifier, redirect_uri: redirectUri, ...more }),
    refresh: (refreshToken) => token({ grant_type: "refresh_token", refresh_token: refreshToken }),
    revoke: async (one) => (await post("/revoke", { token: one })).status,
  };
}

/** What stands in the address that a person was taken back to. */
export const answerIn = (page: Page): Record<string, string> => Object.fromEntries(new URL(page.url).searchParams);

/** Lets a person who is signed in connect an app; answers with its tokens. */
export async function connect(app: OauthApp, browser: Browser, more?: Record<string, string>) {
  const { address, verifier } = app.begin(more);
  const back = await browser.send(await browser.open(address), "Allow");
  const { status, body } = await app.exchange(answerIn(back).code ?? "", verifier);
  if (status !== 200) throw new Error(`The app got no tokens: ${JSON.stringify(body)}`);
  return body;
}
