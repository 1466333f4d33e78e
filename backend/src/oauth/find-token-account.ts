import type { Account } from "@firstquadrant/core-client";
import { type Db, statement } from "../db/db.ts";
import { withinOrganization } from "../db/reach.ts";
import type { KnownAccount } from "../keys/find-account.ts";
import type { Role } from "../people/person.ts";
import { grantable } from "./oauth-scopes.ts";
import { readOauthToken } from "./oauth-token.ts";

const accountOfToken = statement(
  "find-account-of-oauth-token",
  `select t.grant_id as "grantId", t.payload ->> 'scope' as scope, t.expires_at as "expiresAt", c.name as "clientName",
     p.id as "personId", p.name as "personName", p.email, p.role, o.id as "organizationId", o.name as "organizationName"
   from oauth_tokens t
   join oauth_grants g on g.organization_id = t.organization_id and g.id = t.grant_id
   join people p on p.organization_id = g.organization_id and p.id = g.person_id
   join oauth_clients c on c.id = g.client_id
   join organizations o on o.id = t.organization_id
   where t.organization_id = $1 and t.secret_hash = $2 and t.kind = 'AccessToken' and t.expires_at > $3`,
);

interface TokenRow {
  grantId: string;
  scope: string | null;
  expiresAt: Date;
  clientName: string;
  personId: string;
  personName: string;
  email: string | null;
  role: Role;
  organizationId: string;
  organizationName: string;
}

const toAccount = (row: TokenRow): Account => ({
  id: row.grantId,
  name: row.clientName,
  // The role may have changed since the person allowed it.
  scopes: grantable(row.scope?.split(" ") ?? [], row.role),
  organization: { id: row.organizationId, name: row.organizationName },
  person: { id: row.personId, name: row.personName, email: row.email },
});

/** For whom an access token acts; null when it is unknown, revoked or expired. */
export async function findTokenAccount(db: Db, token: string, now: Date): Promise<KnownAccount | null> {
  const read = readOauthToken("AccessToken", token);
  if (read === null) return null;
  const { organizationId, hash } = read;
  const [row] = await withinOrganization(organizationId, () =>
    db.query<TokenRow>(accountOfToken, [organizationId, hash, now.toISOString()]),
  );
  return row === undefined ? null : { account: toAccount(row), validUntil: row.expiresAt };
}
