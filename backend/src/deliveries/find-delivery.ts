import { type Db, statement } from "../db/db.ts";
import { notFound } from "../errors.ts";
import type { DeliveryRecord } from "./to-delivery.ts";

const byId = statement("find-delivery", "select * from deliveries where organization_id = $1 and id = $2");

/** @throws AppError `not_found` */
export async function getDelivery(db: Db, organizationId: string, id: string): Promise<DeliveryRecord> {
  const [record] = await db.query<DeliveryRecord>(byId, [organizationId, id]);
  if (record === undefined) throw notFound("delivery", id);
  return record;
}
