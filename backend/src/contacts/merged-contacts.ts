import { type Db, statement } from "../db/db.ts";

const findSurvivor = statement(
  "find-survivor",
  "select into_id as id from merged_contacts where organization_id = $1 and id = $2",
);

const findByAddress = statement(
  "find-survivors-by-address",
  "select email, into_id as id from merged_contacts where organization_id = $1 and email = any($2::text[])",
);

const findAddresses = statement(
  "find-merged-addresses",
  "select email from merged_contacts where organization_id = $1 and into_id = $2 order by email",
);

const forget = statement(
  "forget-merged-contacts",
  "delete from merged_contacts where organization_id = $1 and into_id = $2",
);

/** The contact that a merged one leads to; null when none of this id was merged. */
export async function findSurvivorId(db: Db, organizationId: string, id: string): Promise<string | null> {
  const [found] = await db.query<{ id: string }>(findSurvivor, [organizationId, id]);
  return found?.id ?? null;
}

/** The ids of the contacts that addresses of merged ones lead to, by address. */
export async function findSurvivorIds(
  db: Db,
  organizationId: string,
  emails: readonly string[],
): Promise<Map<string, string>> {
  const found = await db.query<{ email: string; id: string }>(findByAddress, [organizationId, emails]);
  return new Map(found.map(({ email, id }) => [email, id]));
}

/** The addresses of the contacts that were merged into this one. */
export async function findMergedAddresses(db: Db, organizationId: string, id: string): Promise<string[]> {
  const found = await db.query<{ email: string }>(findAddresses, [organizationId, id]);
  return found.map(({ email }) => email);
}

/** Nothing leads to a contact that goes any more. */
export async function forgetMerged(tx: Db, organizationId: string, id: string): Promise<void> {
  await tx.query(forget, [organizationId, id]);
}
