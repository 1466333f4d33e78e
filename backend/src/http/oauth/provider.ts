import Provider, { type Configuration } from "oidc-provider";
import type { Db } from "../../db/db.ts";
import { withinOrganization } from "../../db/reach.ts";
import { hashSecret, sameSecret } from "../../keys/secret.ts";
import { oauthScopes } from "../../oauth/oauth-scopes.ts";
import { newGrantId, newToken, readSubject, tokenKinds } from "../../oauth/oauth-token.ts";
import { serverSecrets } from "../../oauth/server-secrets.ts";
import { findPerson } from "../../people/find-people.ts";
import { pageHeaders, pageOf } from "../pages/page.ts";
import { messagePage } from "../pages/sign-in-pages.ts";
import { adapterOver } from "./adapter.ts";

const hour = 3600;
const day = 24 * hour;

/** How long each thing lasts, in seconds. A refresh token that is used gives a new one, so that a connection in use lasts. */
const lifetimes = {
  AccessToken: hour,
  AuthorizationCode: 60,
  RefreshToken: 180 * day,
  Interaction: hour,
  // Ended with its last token, by the sweep.
  Grant: 3650 * day,
  // None is kept; the cookie says nothing.
  Session: hour,
  IdToken: hour,
};

/** Where people are asked, in our own pages. */
export const consentPath = (uid: string): string => `/oauth/consent/${uid}`;

/** Has tokens named so that they tell their organization: every look-up stays within it. */
function nameBy({ prototype }: { prototype: object }, nameIn: (organizationId: string) => string): void {
  const settleFormat: unknown = Reflect.get(prototype, "generateTokenId");
  if (typeof settleFormat !== "function") throw new Error("This version of oidc-provider names tokens in another way.");
  Object.assign(prototype, {
    generateTokenId(this: { accountId?: string }) {
      // The library settles more than the name there.
      Reflect.apply(settleFormat, this, []);
      return nameIn(readSubject(this.accountId).organizationId);
    },
  });
}

interface Made {
  db: Db;
  clock: () => Date;
  onEnded: (grantId: string) => void;
  onServerError: (error: unknown) => void;
}

/**
 * Makes the authorization server under an origin: OAuth 2 with the authorization code, PKCE for everybody, refresh tokens
 * that rotate, revocation and metadata; whatever else the library can do is off.
 */
export async function createProvider(origin: string, { db, clock, onEnded, onServerError }: Made): Promise<Provider> {
  const { jwks, cookieKey } = await serverSecrets(db);
  const configuration: Configuration = {
    adapter: adapterOver({ db, clock, onEnded }),
    jwks,
    cookies: {
      keys: [cookieKey],
      names: { session: "oauth_session", interaction: "oauth_request", resume: "oauth_resume" },
      long: { httpOnly: true, sameSite: "lax", signed: true },
      short: { httpOnly: true, sameSite: "lax", signed: true },
    },
    scopes: [...oauthScopes.keys()],
    claims: {},
    responseTypes: ["code"],
    enabledJWA: { idTokenSigningAlgValues: ["ES256"] },
    clientDefaults: { id_token_signed_response_alg: "ES256" },
    clientAuthMethods: ["client_secret_basic", "client_secret_post", "none"],
    pkce: { required: () => true },
    ttl: lifetimes,
    issueRefreshToken: async () => true,
    rotateRefreshToken: true,
    expiresWithSession: async () => false,
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
      revocation: { enabled: true },
    },
    routes: { authorization: "/authorize", token: "/token", revocation: "/revoke", jwks: "/jwks" },
    interactions: { url: (_ctx, { uid }) => consentPath(uid) },
    findAccount: async (_ctx, subject) => {
      const { organizationId, personId } = readSubject(subject);
      const person = await withinOrganization(organizationId, () => findPerson(db, organizationId, personId));
      return person === null ? undefined : { accountId: subject, claims: async () => ({ sub: subject }) };
    },
    renderError: async (ctx, { error, error_description: description = error }) => {
      const { title, content } = messagePage(
        "This connection could not be made",
        `The app asked in a way that cannot be answered: ${description}. Go back to it and connect again; if this goes on, tell whoever runs this server.`,
      );
      ctx.set(pageHeaders());
      ctx.body = pageOf(title, content);
    },
  };
  const provider = new Provider(`${origin}/oauth`, configuration);
  // Whether the browser's connection is encrypted, the mount says in the header that this trusts.
  provider.proxy = true;
  provider.on("server_error", (_ctx, error) => onServerError(error));

  for (const kind of tokenKinds) nameBy(provider[kind], (organizationId) => newToken(kind, organizationId));
  nameBy(provider.Grant, newGrantId);
  // The secret that the library knows is its hash.
  Object.assign(provider.Client.prototype, {
    compareClientSecret(this: { clientSecret: string }, given: string) {
      return sameSecret(this.clientSecret, hashSecret(given));
    },
  });
  return provider;
}
