import { type Db, statement } from "../db/db.ts";
import { withinOrganization } from "../db/reach.ts";
import { organizationOfGrant, readOauthToken, type TokenKind } from "./oauth-token.ts";

/**
 * For so long, in milliseconds, a refresh token that was exchanged is exchanged again: the answer was lost on its way, or two
 * processes of the app refreshed at once. Later it was stolen, and ends everything that came of the consent.
 */
const leewayMs = 60_000;

const insertToken = statement(
  "insert-oauth-token",
  `insert into oauth_tokens (organization_id, secret_hash, kind, grant_id, payload, expires_at)
   values ($1, $2, $3, $4, $5, $6)
   on conflict (organization_id, secret_hash) do update
     set payload = excluded.payload, expires_at = excluded.expires_at`,
);

const tokenByHash = statement(
  "find-oauth-token",
  `select payload, consumed_at as "consumedAt" from oauth_tokens
   where organization_id = $1 and secret_hash = $2 and kind = $3`,
);

const consume = statement(
  "consume-oauth-token",
  `update oauth_tokens set consumed_at = $3
   where organization_id = $1 and secret_hash = $2 and consumed_at is null
   returning kind`,
);

const deleteToken = statement(
  "delete-oauth-token",
  "delete from oauth_tokens where organization_id = $1 and secret_hash = $2",
);

const deleteOfGrant = statement(
  "delete-oauth-tokens-of-grant",
  "delete from oauth_tokens where organization_id = $1 and grant_id = $2 and kind = $3",
);

/** What the authorization server keeps of a code or token, as far as it is looked at here. */
export interface TokenPayload {
  jti?: string | undefined;
  grantId?: string | undefined;
  consumed?: unknown;
}

/** @throws When it is no token of this kind: the authorization server made it. */
function placeOf(kind: TokenKind, token: string): { organizationId: string; hash: string } {
  const read = readOauthToken(kind, token);
  if (read === null) throw new Error(`A token was made that is no ${kind}.`);
  return read;
}

export async function storeToken(
  db: Db,
  kind: TokenKind,
  token: string,
  { jti: _secret, ...payload }: TokenPayload,
  expiresAt: Date,
): Promise<void> {
  const { organizationId, hash } = placeOf(kind, token);
  const text = JSON.stringify(payload);
  await withinOrganization(organizationId, () =>
    db.query(insertToken, [organizationId, hash, kind, payload.grantId, text, expiresAt.toISOString()]),
  );
}

const isConsumed = (kind: TokenKind, consumedAt: Date | null, now: Date): boolean =>
  consumedAt !== null && (kind !== "RefreshToken" || now.getTime() - consumedAt.getTime() >= leewayMs);

export async function findToken(db: Db, kind: TokenKind, token: string, now: Date): Promise<TokenPayload | null> {
  const read = readOauthToken(kind, token);
  if (read === null) return null;
  const { organizationId, hash } = read;
  const [found] = await withinOrganization(organizationId, () =>
    db.query<{ payload: TokenPayload; consumedAt: Date | null }>(tokenByHash, [organizationId, hash, kind]),
  );
  if (found === undefined) return null;
  const { payload, consumedAt } = found;
  return { ...payload, jti: token, ...(isConsumed(kind, consumedAt, now) && { consumed: consumedAt?.getTime() }) };
}

/** Marks a token as used. Answers whether it was this call that did. */
export async function consumeToken(db: Db, kind: TokenKind, token: string, now: Date): Promise<boolean> {
  const { organizationId, hash } = placeOf(kind, token);
  const mark = () => db.query(consume, [organizationId, hash, now.toISOString()]);
  return (await withinOrganization(organizationId, mark)).length > 0;
}

export async function removeToken(db: Db, kind: TokenKind, token: string): Promise<void> {
  const { organizationId, hash } = placeOf(kind, token);
  await withinOrganization(organizationId, () => db.query(deleteToken, [organizationId, hash]));
}

export async function removeTokensOfGrant(db: Db, kind: TokenKind, grantId: string): Promise<void> {
  const organizationId = organizationOfGrant(grantId);
  if (organizationId === null) return;
  await withinOrganization(organizationId, () => db.query(deleteOfGrant, [organizationId, grantId, kind]));
}
