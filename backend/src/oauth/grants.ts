import { type Db, statement } from "../db/db.ts";
import { withinOrganization } from "../db/reach.ts";
import { organizationOfGrant, readSubject } from "./oauth-token.ts";

const insertGrant = statement(
  "insert-oauth-grant",
  `insert into oauth_grants (organization_id, id, client_id, person_id, payload, created_at)
   values ($1, $2, $3, $4, $5, $6)
   on conflict (organization_id, id) do update set payload = excluded.payload`,
);

const grantById = statement(
  "find-oauth-grant",
  "select payload from oauth_grants where organization_id = $1 and id = $2",
);

// Its codes and tokens go with it.
const deleteGrant = statement(
  "delete-oauth-grant",
  "delete from oauth_grants where organization_id = $1 and id = $2 returning id",
);

const grantsOfOrganization = statement(
  "list-oauth-grants",
  `select g.id, c.name as "clientName", p.name as "personName", g.created_at as "createdAt",
     g.last_used_at as "lastUsedAt", g.payload
   from oauth_grants g
   join people p on p.organization_id = g.organization_id and p.id = g.person_id
   join oauth_clients c on c.id = g.client_id
   where g.organization_id = $1 order by g.id`,
);

const deleteOfClient = statement("delete-oauth-grants-of-client", "delete from oauth_grants where client_id = $1");

/** What the authorization server keeps of a consent. */
export interface GrantPayload {
  accountId?: string | undefined;
  clientId?: string | undefined;
  openid?: { scope?: string | undefined } | undefined;
}

/** A consent as the operator sees it. */
export interface GrantRecord {
  id: string;
  clientName: string;
  personName: string;
  createdAt: Date;
  lastUsedAt: Date | null;
  payload: GrantPayload;
}

export async function storeGrant(db: Db, id: string, payload: GrantPayload, now: Date): Promise<void> {
  const { organizationId, personId } = readSubject(payload.accountId);
  await withinOrganization(organizationId, () =>
    db.query(insertGrant, [organizationId, id, payload.clientId, personId, JSON.stringify(payload), now.toISOString()]),
  );
}

export async function findGrant(db: Db, id: string): Promise<GrantPayload | null> {
  const organizationId = organizationOfGrant(id);
  if (organizationId === null) return null;
  const find = () => db.query<{ payload: GrantPayload }>(grantById, [organizationId, id]);
  const [grant] = await withinOrganization(organizationId, find);
  return grant?.payload ?? null;
}

/** Ends a consent with all that came of it. Answers whether there was one. */
export async function removeGrant(db: Db, id: string): Promise<boolean> {
  const organizationId = organizationOfGrant(id);
  if (organizationId === null) return false;
  const remove = () => db.query(deleteGrant, [organizationId, id]);
  return (await withinOrganization(organizationId, remove)).length > 0;
}

export const listGrants = (db: Db, organizationId: string): Promise<GrantRecord[]> =>
  db.query<GrantRecord>(grantsOfOrganization, [organizationId]);

/** Ends every consent to an app, in all organizations. */
export const removeGrantsOfClient = async (db: Db, clientId: string): Promise<void> => {
  await db.query(deleteOfClient, [clientId]);
};
