import { type Db, statement } from "../db/db.ts";
import { withinOrganization } from "../db/reach.ts";
import { hashSecret, newSecret, readToken, tokenFor } from "../keys/secret.ts";
import { type Person, type PersonRecord, personColumns, toPerson } from "./person.ts";

/** How long a session lasts, in seconds: thirty days. */
export const sessionSeconds = 30 * 24 * 3600;

const insertSession = statement(
  "insert-session",
  `insert into sessions (organization_id, secret_hash, person_id, created_at, expires_at) values ($1, $2, $3, $4, $5)`,
);

const findOwner = statement(
  "find-person-of-session",
  `select ${personColumns} from sessions s
   join people p on p.organization_id = s.organization_id and p.id = s.person_id
   join organizations o on o.id = s.organization_id
   where s.organization_id = $1 and s.secret_hash = $2 and s.expires_at > $3`,
);

const deleteSession = statement(
  "delete-session",
  "delete from sessions where organization_id = $1 and secret_hash = $2",
);

/** Signs a person in, and answers with the session's token, which is stored nowhere. */
export async function beginSession(db: Db, organizationId: string, personId: string, now: Date): Promise<string> {
  const secret = newSecret();
  const expiresAt = new Date(now.getTime() + sessionSeconds * 1000).toISOString();
  await withinOrganization(organizationId, () =>
    db.query(insertSession, [organizationId, hashSecret(secret), personId, now.toISOString(), expiresAt]),
  );
  return tokenFor(organizationId, secret);
}

/** Who is signed in by a session; null when it is none, was ended or is over. */
export async function personOfSession(db: Db, token: string, now: Date): Promise<Person | null> {
  const read = readToken(token);
  if (read === null) return null;
  const { organizationId, secret } = read;
  const [record] = await withinOrganization(organizationId, () =>
    db.query<PersonRecord>(findOwner, [organizationId, hashSecret(secret), now.toISOString()]),
  );
  return record === undefined ? null : toPerson(record);
}

/** Ends a session; one that is not there has ended. */
export async function endSession(db: Db, token: string): Promise<void> {
  const read = readToken(token);
  if (read === null) return;
  const { organizationId, secret } = read;
  await withinOrganization(organizationId, () => db.query(deleteSession, [organizationId, hashSecret(secret)]));
}
