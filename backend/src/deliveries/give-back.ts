import { type Db, statement } from "../db/db.ts";
import type { ClaimedDelivery } from "./claim.ts";

// Found and locked as when they are settled, and whoever has taken one over in the meantime keeps it.
const giveBack = statement(
  "give-deliveries-back",
  `update deliveries d set claimed_until = null
   from jsonb_to_recordset($2::jsonb) as x (organization_id text, id text, lease timestamptz)
   where x.organization_id = $1 and d.organization_id = $1 and d.id = x.id and d.claimed_until = x.lease`,
);

/** Gives claimed deliveries of one organization back that were not begun: they are due again at once. */
export async function giveBackDeliveries(
  db: Db,
  organizationId: string,
  deliveries: readonly ClaimedDelivery[],
): Promise<void> {
  const given = deliveries
    .map(({ id, claimed_until: lease }) => ({ organization_id: organizationId, id, lease }))
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
  await db.query(giveBack, [organizationId, JSON.stringify(given)]);
}
