import { type Db, statement } from "../db/db.ts";
import { withinOrganization } from "../db/reach.ts";
import { hashSecret, newSecret, readToken, tokenFor } from "../keys/secret.ts";
import { type Person, type PersonRecord, personColumns, toPerson } from "./person.ts";

/** How long a link is good, in milliseconds: an hour. */
const validMs = 3_600_000;

const insertLink = statement(
  "insert-sign-in-link",
  "insert into sign_in_links (organization_id, secret_hash, person_id, expires_at) values ($1, $2, $3, $4)",
);

const findLink = statement(
  "find-sign-in-link",
  `select ${personColumns} from sign_in_links l
   join people p on p.organization_id = l.organization_id and p.id = l.person_id
   join organizations o on o.id = l.organization_id
   where l.organization_id = $1 and l.secret_hash = $2 and l.expires_at > $3`,
);

// Of two that come with the same link at once, one finds it.
const takeLink = statement(
  "take-sign-in-link",
  `delete from sign_in_links where organization_id = $1 and secret_hash = $2 and expires_at > $3
   returning person_id as "personId"`,
);

/** The path of a page on which a person signs in, once. The token in it is stored nowhere. */
export async function makeSignInPath(db: Db, organizationId: string, personId: string, now: Date): Promise<string> {
  const secret = newSecret();
  const expiresAt = new Date(now.getTime() + validMs).toISOString();
  await db.query(insertLink, [organizationId, hashSecret(secret), personId, expiresAt]);
  return `/sign-in/${tokenFor(organizationId, secret)}`;
}

/** Whose link it is; null when it is none, was used or is over. It stays as it is. */
export async function personOfLink(db: Db, token: string, now: Date): Promise<Person | null> {
  const read = readToken(token);
  if (read === null) return null;
  const { organizationId, secret } = read;
  const [record] = await withinOrganization(organizationId, () =>
    db.query<PersonRecord>(findLink, [organizationId, hashSecret(secret), now.toISOString()]),
  );
  return record === undefined ? null : toPerson(record);
}

/** Uses a link up; null when it is none, was used or is over. */
export async function useLink(
  db: Db,
  token: string,
  now: Date,
): Promise<{ organizationId: string; personId: string } | null> {
  const read = readToken(token);
  if (read === null) return null;
  const { organizationId, secret } = read;
  const [taken] = await withinOrganization(organizationId, () =>
    db.query<{ personId: string }>(takeLink, [organizationId, hashSecret(secret), now.toISOString()]),
  );
  return taken === undefined ? null : { organizationId, personId: taken.personId };
}
