import { type Db, statement } from "../db/db.ts";

// The time of the first revocation stays.
const revoke = statement(
  "revoke-api-key",
  `update api_keys set revoked_at = $3, former_secret_hash = null, former_secret_until = null
   where organization_id = $1 and id = $2 and revoked_at is null
   returning id`,
);

/**
 * Ends a key. One that is revoked already, or is not there, has ended: whoever revokes twice is as right as who does it
 * once.
 *
 * @returns Whether it was this call that ended it.
 */
export async function revokeKey(db: Db, organizationId: string, id: string, now: Date): Promise<boolean> {
  return (await db.query(revoke, [organizationId, id, now.toISOString()])).length > 0;
}
