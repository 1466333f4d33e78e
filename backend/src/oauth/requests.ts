import { type Db, statement } from "../db/db.ts";
import { acrossOrganizations } from "../db/reach.ts";
import { hashSecret } from "../keys/secret.ts";

const insertRequest = statement(
  "insert-oauth-request",
  `insert into oauth_requests (secret_hash, payload, expires_at) values ($1, $2, $3)
   on conflict (secret_hash) do update set payload = excluded.payload, expires_at = excluded.expires_at`,
);

const requestByHash = statement("find-oauth-request", "select payload from oauth_requests where secret_hash = $1");

const deleteRequest = statement("delete-oauth-request", "delete from oauth_requests where secret_hash = $1");

const ofNobody = <Result>(work: () => Promise<Result>): Promise<Result> =>
  acrossOrganizations("a request that nobody has answered is nobody's", work);

/** Keeps what an app asks for until a person has answered, under a name that only the person's browser knows. */
export async function storeRequest(
  db: Db,
  name: string,
  { jti: _secret, ...payload }: { jti?: string | undefined },
  expiresAt: Date,
) {
  const values = [hashSecret(name), JSON.stringify(payload), expiresAt.toISOString()];
  await ofNobody(() => db.query(insertRequest, values));
}

export async function findRequest(db: Db, name: string): Promise<{ jti: string } | null> {
  const [found] = await ofNobody(() => db.query<{ payload: object }>(requestByHash, [hashSecret(name)]));
  return found === undefined ? null : { ...found.payload, jti: name };
}

export async function removeRequest(db: Db, name: string): Promise<void> {
  await ofNobody(() => db.query(deleteRequest, [hashSecret(name)]));
}
