import { type Db, statement } from "../db/db.ts";
import { acrossOrganizations } from "../db/reach.ts";
import { newId } from "../ids.ts";
import { hashSecret, newSecret } from "../keys/secret.ts";

const insertClient = statement(
  "insert-oauth-client",
  "insert into oauth_clients (id, name, secret_hash, redirect_uris, created_at) values ($1, $2, $3, $4, $5)",
);

const allClients = statement(
  "list-oauth-clients",
  `select id, name, secret_hash as "secretHash", redirect_uris as "redirectUris", created_at as "createdAt"
   from oauth_clients order by id`,
);

const clientById = statement(
  "find-oauth-client",
  `select id, name, secret_hash as "secretHash", redirect_uris as "redirectUris", created_at as "createdAt"
   from oauth_clients where id = $1`,
);

const deleteClient = statement("delete-oauth-client", "delete from oauth_clients where id = $1 returning id");

/** An app that people can connect, as Zapier or n8n. */
export interface OauthClient {
  id: string;
  name: string;
  /** Null for an app that can keep no secret, as one on a person's own computer. */
  secretHash: string | null;
  redirectUris: string[];
  createdAt: Date;
}

export interface OauthClientInput {
  name: string;
  redirectUris: string[];
  isPublic: boolean;
}

/** Registers an app. Its secret is nowhere else: what is stored is the hash. */
export async function createClient(
  db: Db,
  { name, redirectUris, isPublic }: OauthClientInput,
  now: Date,
): Promise<{ id: string; secret: string | null }> {
  const id = newId("app");
  const secret = isPublic ? null : `fqs_${newSecret()}`;
  await db.query(insertClient, [
    id,
    name,
    secret === null ? null : hashSecret(secret),
    redirectUris,
    now.toISOString(),
  ]);
  return { id, secret };
}

export const listClients = (db: Db): Promise<OauthClient[]> => db.query<OauthClient>(allClients);

/** An app by its id; null when none is registered under it. */
export async function findClient(db: Db, id: string): Promise<OauthClient | null> {
  const find = () => db.query<OauthClient>(clientById, [id]);
  const [client] = await acrossOrganizations("an app is registered for all", find);
  return client ?? null;
}

/** Answers whether there was one. What people allowed it has to be ended beside this. */
export const removeClient = async (db: Db, id: string): Promise<boolean> =>
  (await db.query(deleteClient, [id])).length > 0;
