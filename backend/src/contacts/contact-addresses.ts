import { type Db, statement } from "../db/db.ts";
import { findMergedAddresses } from "./merged-contacts.ts";

const findPresent = statement(
  "find-address-of-contact",
  "select email from contacts where organization_id = $1 and id = $2",
);

// Former addresses too, unless they are another contact's by now. A contact that was deleted is known by its rows.
const findAddresses = statement(
  "find-addresses-of-rows",
  `select distinct r.contact ->> 'email' as email from import_rows r
   where r.organization_id = $1 and r.contact_id = $2 and r.contact is not null and not exists (
     select 1 from contacts c
     where c.organization_id = $1 and c.email = r.contact ->> 'email' and c.id <> $2)`,
);

/** Every address that a contact has, had, or was merged with; none when nothing is known of it. */
export async function findContactAddresses(db: Db, organizationId: string, id: string): Promise<string[]> {
  const present = await db.query<{ email: string }>(findPresent, [organizationId, id]);
  const former = await db.query<{ email: string }>(findAddresses, [organizationId, id]);
  const merged = await findMergedAddresses(db, organizationId, id);
  return [...new Set([...[...present, ...former].map(({ email }) => email), ...merged])];
}
