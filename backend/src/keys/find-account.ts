import type { Account } from "@firstquadrant/core-client";
import { type Db, statement } from "../db/db.ts";
import { withinOrganization } from "../db/reach.ts";
import { readKey } from "./secret-of-key.ts";

/** Two parts, so that each is looked up by an index of its own. */
const findAccountOfKey = statement(
  "find-account-of-key",
  `select k.id, k.name, k.scopes, o.id as organization_id, o.name as organization_name,
     least(k.expires_at, k.former_secret_until) as valid_until
   from (
     select id, name, scopes, organization_id, expires_at, revoked_at, null::timestamptz as former_secret_until
     from api_keys where organization_id = $1 and secret_hash = $2
     union all
     select id, name, scopes, organization_id, expires_at, revoked_at, former_secret_until
     from api_keys where organization_id = $1 and former_secret_hash = $2 and former_secret_until > $3
   ) k join organizations o on o.id = k.organization_id
   where k.revoked_at is null and (k.expires_at is null or k.expires_at > $3)`,
);

interface AccountRow {
  id: string;
  name: string;
  scopes: string[];
  organization_id: string;
  organization_name: string;
  valid_until: Date | null;
}

/** Who a key is, and until when it is so; null where no end is known. */
export interface KnownAccount {
  account: Account;
  validUntil: Date | null;
}

/** Who a key is; null when it is unknown, revoked or expired. */
export async function findAccount(db: Db, apiKey: string, now: Date): Promise<KnownAccount | null> {
  const read = readKey(apiKey);
  if (read === null) return null;
  const [row] = await withinOrganization(read.organizationId, () =>
    db.query<AccountRow>(findAccountOfKey, [read.organizationId, read.hash, now.toISOString()]),
  );
  if (row === undefined) return null;
  const { id, name, scopes, organization_id, organization_name } = row;
  return {
    account: { id, name, scopes, organization: { id: organization_id, name: organization_name } },
    validUntil: row.valid_until,
  };
}
