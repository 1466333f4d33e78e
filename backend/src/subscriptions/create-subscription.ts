import { randomBytes } from "node:crypto";
import type { CreatedSubscription, SubscriptionInput } from "@firstquadrant/core-client";
import { type Db, statement } from "../db/db.ts";
import { newId } from "../ids.ts";
import { checkTargetUrl } from "./target-url.ts";
import { type SubscriptionRecord, toSubscription } from "./to-subscription.ts";

const insertSubscription = statement(
  "insert-subscription",
  `insert into subscriptions (organization_id, id, target_url, event_types, import_ids, statuses, apps, outcomes,
     changed_fields, run_ids, description, secret, status, created_at, updated_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'active', $13, $13)
   returning *`,
);

/** As Standard Webhooks writes them: the bytes of the key in base64 behind a prefix. */
const newSigningSecret = (): string => `whsec_${randomBytes(24).toString("base64")}`;

/** An empty list narrows nothing. */
const listOrNull = (list: readonly string[] | undefined): readonly string[] | null =>
  list === undefined || list.length === 0 ? null : [...new Set(list)];

/**
 * Makes a subscription. The answer is the only one that has the secret.
 *
 * @throws AppError `validation_error` on `targetUrl`.
 */
export async function createSubscription(
  db: Db,
  organizationId: string,
  input: SubscriptionInput,
  { allowPrivateTargets, now }: { allowPrivateTargets: boolean; now: Date },
): Promise<CreatedSubscription> {
  const secret = newSigningSecret();
  const [record] = await db.query<SubscriptionRecord>(insertSubscription, [
    organizationId,
    newId("sub"),
    checkTargetUrl(input.targetUrl, allowPrivateTargets),
    [...new Set(input.eventTypes)],
    listOrNull(input.filter?.importIds),
    listOrNull(input.filter?.statuses),
    listOrNull(input.filter?.apps),
    listOrNull(input.filter?.outcomes),
    listOrNull(input.filter?.changedFields),
    listOrNull(input.filter?.runIds),
    input.description ?? null,
    secret,
    now.toISOString(),
  ]);
  if (record === undefined) throw new Error("A subscription was inserted and not returned.");
  return { ...toSubscription(record), secret };
}
