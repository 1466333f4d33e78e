import type { Account } from "@firstquadrant/core-client";
import { type Db, statement } from "../db/db.ts";
import { newId } from "../ids.ts";
import { hashSecret, newSecret, readToken, tokenFor } from "./secret.ts";

const keyPrefix = "fqa_";

const insertKey = statement(
  "insert-api-key",
  `insert into api_keys (organization_id, id, name, secret_hash, scopes, created_at)
   values ($1, $2, $3, $4, $5, $6)`,
);

const findKey = statement(
  "find-api-key",
  `select k.id, k.name, k.scopes, o.id as organization_id, o.name as organization_name
   from api_keys k join organizations o on o.id = k.organization_id
   where k.organization_id = $1 and k.secret_hash = $2 and k.revoked_at is null
     and (k.expires_at is null or k.expires_at > $3)`,
);

/** Makes a key. The answer is the only place where it stands whole: what is stored is its hash. */
export async function createApiKey(
  db: Db,
  key: { organizationId: string; name: string; scopes: string[] },
  now: Date,
): Promise<string> {
  const secret = newSecret();
  await db.query(insertKey, [
    key.organizationId,
    newId("key"),
    key.name,
    hashSecret(secret),
    key.scopes,
    now.toISOString(),
  ]);
  return `${keyPrefix}${tokenFor(key.organizationId, secret)}`;
}

/** Who a key is; null when it is unknown, revoked or expired. */
export async function findAccount(db: Db, apiKey: string, now: Date): Promise<Account | null> {
  const token = apiKey.startsWith(keyPrefix) ? readToken(apiKey.slice(keyPrefix.length)) : null;
  if (token === null) return null;
  const [row] = await db.query<{
    id: string;
    name: string;
    scopes: string[];
    organization_id: string;
    organization_name: string;
  }>(findKey, [token.organizationId, hashSecret(token.secret), now.toISOString()]);
  if (row === undefined) return null;
  return {
    id: row.id,
    name: row.name,
    scopes: row.scopes,
    organization: { id: row.organization_id, name: row.organization_name },
  };
}
