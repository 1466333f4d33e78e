import { type Db, statement } from "../db/db.ts";
import { hashSecret, sameSecret } from "../keys/secret.ts";

/** How long an address that was found good is let through, in milliseconds: the intake looks at it again each time. */
const believedMs = 60_000;
const mostBelieved = 10_000;

const findSecret = statement(
  "find-import-trigger-secret",
  "select trigger_secret from imports where organization_id = $1 and id = $2",
);

/** Whether there is an import with this address for records. */
export type KnowsTrigger = (organizationId: string, importId: string, secret: string) => Promise<boolean>;

/**
 * Keeps those who do not know an address away from the intake: there they would wait in line with the organization's
 * own records, and whoever sends enough of them would leave no place for those.
 */
export function createKnowsTrigger(db: Db, clock: () => Date): KnowsTrigger {
  const believed = new Map<string, number>();
  return async (organizationId, importId, secret) => {
    if (!/^imp_[0-9a-z]{26}$/.test(importId)) return false;
    const name = hashSecret(`${organizationId} ${importId} ${secret}`);
    const now = clock().getTime();
    if ((believed.get(name) ?? 0) > now) return true;
    const [found] = await db.query<{ trigger_secret: string }>(findSecret, [organizationId, importId]);
    if (!sameSecret(secret, found?.trigger_secret ?? "")) return false;
    if (believed.size >= mostBelieved) believed.clear();
    believed.set(name, now + believedMs);
    return true;
  };
}
