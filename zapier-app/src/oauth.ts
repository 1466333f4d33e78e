import type { Authentication, BeforeRequestMiddleware, Bundle, ZObject } from "zapier-platform-core";
import { authentication, connectionLabel, testConnection } from "./authentication.ts";
import { readBaseUrl } from "./base-url.ts";

/** What the items of this integration need. */
const scopes = [
  "urn:firstquadrant:organization:*:read",
  "urn:firstquadrant:contact:*:write",
  "urn:firstquadrant:import:*:write",
  "urn:firstquadrant:event:*:read",
  "urn:firstquadrant:subscription:*:write",
].join(" ");

const timeoutMs = 13_000;

interface OauthInput {
  [key: string]: unknown;
  baseUrl?: string;
  state?: string;
  redirect_uri?: string;
  code?: string;
  code_verifier?: string;
}

/** Where the authorization server of a base URL is. The app's secret goes there: only where a key may go, it may. */
function oauthAddress(z: ZObject, baseUrl: string | undefined, path: string): string {
  const usable = readBaseUrl(baseUrl);
  if (usable === null) {
    throw new z.errors.Error(
      "This base URL is not usable. It must start with https:// and hold nothing but the address, for instance https://api.us.firstquadrant.ai.",
      "invalid_base_url",
    );
  }
  return `${new URL(usable).origin}/oauth${path}`;
}

/** The app's registration at the backend, set at Zapier for a version; read when it is needed, since it is there only then. */
function registration(z: ZObject): { id: string; secret: string } {
  const { CLIENT_ID, CLIENT_SECRET } = process.env;
  if (!CLIENT_ID || !CLIENT_SECRET) {
    throw new z.errors.Error(
      "This version of the integration lacks its registration: set CLIENT_ID and CLIENT_SECRET with zapier-platform env:set.",
      "not_registered",
    );
  }
  return { id: CLIENT_ID, secret: CLIENT_SECRET };
}

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

async function askForTokens(z: ZObject, baseUrl: string | undefined, form: Record<string, string | undefined>) {
  const url = oauthAddress(z, baseUrl, "/token");
  const { id, secret } = registration(z);
  const given = Object.entries(form).filter((entry): entry is [string, string] => isText(entry[1]));
  // Asked for raw: Zapier logs all other answers whole, and this one is made of secrets.
  const response = await z.request(url, {
    method: "POST",
    headers: {
      Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`,
      "Content-Type": "application/x-www-form-urlencoded",
    },
    body: new URLSearchParams(given).toString(),
    raw: true,
    redirect: "manual",
    timeout: timeoutMs,
    skipThrowForStatus: true,
  });
  if (response.status === 400) {
    throw new z.errors.ExpiredAuthError(
      "FirstQuadrant does not accept this connection any more: it was ended there, or was not used for half a year. Reconnect FirstQuadrant in Zapier.",
    );
  }
  const { access_token, refresh_token } = Object(readJson(await response.text()));
  if (isText(access_token) && isText(refresh_token)) return { access_token, refresh_token };
  throw new z.errors.Error(
    `FirstQuadrant could not connect just now (${response.status}). Try again in a minute.`,
    "unavailable",
  );
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Where Zapier sends a person to allow the connection. Zapier adds the challenge of PKCE by itself. */
export async function authorizeUrl(z: ZObject, bundle: Bundle<OauthInput>): Promise<string> {
  const { baseUrl, state = "", redirect_uri = "" } = bundle.inputData;
  const query = new URLSearchParams({
    client_id: registration(z).id,
    response_type: "code",
    scope: scopes,
    state,
    redirect_uri,
  });
  return `${oauthAddress(z, baseUrl, "/authorize")}?${query}`;
}

export const getAccessToken = (z: ZObject, bundle: Bundle<OauthInput>) => {
  const { baseUrl, code, redirect_uri, code_verifier } = bundle.inputData;
  return askForTokens(z, baseUrl, { grant_type: "authorization_code", code, redirect_uri, code_verifier });
};

export const refreshAccessToken = (z: ZObject, bundle: Bundle) =>
  askForTokens(z, bundle.authData.baseUrl, {
    grant_type: "refresh_token",
    refresh_token: bundle.authData.refresh_token,
  });

/** Says in every request for whom it is; where tokens are asked for, the integration has said who it is already. */
export const addAccessToken: BeforeRequestMiddleware = (request, _z, bundle) => ({
  ...request,
  headers: { Authorization: `Bearer ${bundle.authData.access_token}`, ...request.headers },
});

/** The connection by OAuth 2: a person allows it in the browser, and Zapier keeps it fresh. */
export const oauth: Authentication = {
  type: "oauth2",
  test: testConnection,
  connectionLabel,
  fields: (authentication.fields ?? []).filter((field) => "key" in field && field.key === "baseUrl"),
  oauth2Config: { authorizeUrl, getAccessToken, refreshAccessToken, autoRefresh: true, enablePkce: true },
};
