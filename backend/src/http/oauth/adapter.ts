import { type Adapter, errors } from "oidc-provider";
import type { Db } from "../../db/db.ts";
import { findClient, type OauthClient } from "../../oauth/clients.ts";
import { findGrant, removeGrant, storeGrant } from "../../oauth/grants.ts";
import { type TokenKind, tokenKinds } from "../../oauth/oauth-token.ts";
import { findRequest, removeRequest, storeRequest } from "../../oauth/requests.ts";
import { consumeToken, findToken, removeToken, removeTokensOfGrant, storeToken } from "../../oauth/tokens.ts";

interface Storage {
  db: Db;
  clock: () => Date;
  /** Is told of every grant whose tokens may have ended. */
  onEnded: (grantId: string) => void;
}

const asMetadata = ({ id, name, secretHash, redirectUris }: OauthClient) => ({
  client_id: id,
  client_name: name,
  redirect_uris: redirectUris,
  grant_types: ["authorization_code", "refresh_token"],
  ...(secretHash === null
    ? { token_endpoint_auth_method: "none" as const }
    : { token_endpoint_auth_method: "client_secret_basic" as const, client_secret: secretHash }),
});

/** Keeps nothing: what it does not say is done by nobody. */
const nothing: Adapter = {
  upsert: async () => undefined,
  find: async () => undefined,
  findByUserCode: async () => undefined,
  findByUid: async () => undefined,
  consume: async () => undefined,
  destroy: async () => undefined,
  revokeByGrantId: async () => undefined,
};

function tokens(kind: TokenKind, { db, clock, onEnded }: Storage): Adapter {
  return {
    ...nothing,
    upsert: (token, payload, expiresIn = 0) =>
      storeToken(db, kind, token, payload, new Date(clock().getTime() + expiresIn * 1000)),
    find: async (token) => {
      const payload = await findToken(db, kind, token, clock());
      return payload === null ? undefined : { ...payload };
    },
    consume: async (token) => {
      const isFirst = await consumeToken(db, kind, token, clock());
      // Of two that bring one code at once, one gets tokens. A refresh token has its leeway.
      if (!isFirst && kind === "AuthorizationCode") throw new errors.InvalidGrant("the code was used already");
    },
    destroy: async (token) => {
      const grantId = (await findToken(db, kind, token, clock()))?.grantId;
      await removeToken(db, kind, token);
      if (grantId !== undefined) onEnded(grantId);
    },
    revokeByGrantId: async (grantId) => {
      await removeTokensOfGrant(db, kind, grantId);
      onEnded(grantId);
    },
  };
}

/**
 * Where the authorization server keeps its things. It keeps no sessions: who is signed in, our own session says, and each
 * time an app asks for access anew, a person is asked anew.
 */
export function adapterOver(storage: Storage): (name: string) => Adapter {
  const { db, clock, onEnded } = storage;
  const grants: Adapter = {
    ...nothing,
    upsert: (id, payload) => storeGrant(db, id, payload, clock()),
    find: async (id) => {
      const payload = await findGrant(db, id);
      return payload === null ? undefined : { ...payload, jti: id };
    },
    destroy: async (id) => {
      await removeGrant(db, id);
      onEnded(id);
    },
  };
  const requests: Adapter = {
    ...nothing,
    upsert: (name, payload, expiresIn = 0) =>
      storeRequest(db, name, payload, new Date(clock().getTime() + expiresIn * 1000)),
    find: async (name) => (await findRequest(db, name)) ?? undefined,
    destroy: (name) => removeRequest(db, name),
  };
  const clients: Adapter = {
    ...nothing,
    find: async (id) => {
      const client = await findClient(db, id);
      return client === null ? undefined : asMetadata(client);
    },
  };
  return (name) => {
    const kind = tokenKinds.find((one) => one === name);
    if (kind !== undefined) return tokens(kind, storage);
    return (
      new Map([
        ["Grant", grants],
        ["Interaction", requests],
        ["Client", clients],
      ]).get(name) ?? nothing
    );
  };
}
