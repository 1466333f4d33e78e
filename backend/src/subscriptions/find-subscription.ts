import { type Db, statement } from "../db/db.ts";
import { notFound } from "../errors.ts";
import type { SubscriptionRecord } from "./to-subscription.ts";

const byId = statement("find-subscription", "select * from subscriptions where organization_id = $1 and id = $2");

/** @throws AppError `not_found` */
export async function getSubscription(db: Db, organizationId: string, id: string): Promise<SubscriptionRecord> {
  const [record] = await db.query<SubscriptionRecord>(byId, [organizationId, id]);
  if (record === undefined) throw notFound("subscription", id);
  return record;
}
