import type { EventType } from "@firstquadrant/core-client";
import { type Db, statement } from "../db/db.ts";
import { acrossOrganizations } from "../db/reach.ts";

/** A subscription to which something is due. */
export interface DueSubscription {
  organization_id: string;
  id: string;
}

/** A delivery that is this process's to attempt, until its lease is over. */
export interface ClaimedDelivery {
  organization_id: string;
  id: string;
  subscription_id: string;
  /** Without prefix. */
  event_id: string;
  event_type: EventType;
  /** The number of the attempt that it is claimed for; it counts once it was made. */
  attempts: number;
  /** The lease: when it is due again for whoever looks, if nothing is recorded. */
  claimed_until: Date;
  target_url: string;
  secret: string;
  /** Since when the subscription's target did not answer well, as far as was known then. */
  failing_since: Date | null;
}

/** How many subscriptions are found at a time. */
export const mostSubscriptions = 50;

// Without locks, since it looks at all organizations. Those behind the last one come first, then those before it.
const listDue = statement(
  "list-due-subscriptions",
  `select s.organization_id, s.id from subscriptions s
   where s.status = 'active' and s.id <> all($4::text[]) and exists (
     select 1 from deliveries d
     where d.organization_id = s.organization_id and d.subscription_id = s.id and d.status = 'pending'
       and d.next_attempt_at <= $1 and coalesce(d.claimed_until, $1) <= $1)
   order by (s.organization_id, s.id) > ($2::text, $3::text) desc, s.organization_id, s.id
   limit ${mostSubscriptions}`,
);

// Others that claim at the same time pass the locked ones by. The lease is given in the same statement: whoever dies
// with it leaves a delivery that is due again. What was locked is found again by its place, which no other can change.
const claim = statement(
  "claim-deliveries",
  `with target as (
    select w.slots, s.id, s.target_url, s.secret, s.failing_since
    from unnest($2::text[], $3::integer[]) as w (subscription_id, slots)
    join subscriptions s on s.organization_id = $1 and s.id = w.subscription_id and s.status = 'active'
  ), picked as (
    select d.ctid
    from target
    cross join lateral (
      select ctid from deliveries
      where organization_id = $1 and subscription_id = target.id and status = 'pending' and next_attempt_at <= $4
        and coalesce(claimed_until, $4) <= $4
      order by next_attempt_at, id limit target.slots for update skip locked
    ) d
  ), claimed as (
    update deliveries d set claimed_until = $5
    where d.organization_id = $1 and d.ctid = any(array(select ctid from picked))
    returning d.organization_id, d.id, d.subscription_id, d.event_id, d.event_type, d.attempts + 1 as attempts,
      d.claimed_until
  )
  select claimed.*, target.target_url, target.secret, target.failing_since
  from claimed join target on target.id = claimed.subscription_id`,
);

/**
 * Finds subscriptions to which something is due, taking turns.
 *
 * @param after The one that was served last: whoever comes behind it is next.
 * @param busy Ids of subscriptions that have enough under way.
 */
export const findDueSubscriptions = (
  db: Db,
  after: DueSubscription | null,
  busy: readonly string[],
  now: Date,
): Promise<DueSubscription[]> =>
  acrossOrganizations("whose deliveries are due", () =>
    db.query<DueSubscription>(listDue, [now.toISOString(), after?.organization_id ?? "", after?.id ?? "", busy]),
  );

/**
 * Claims deliveries that are due, of one organization.
 *
 * @param wanted How many at most, by subscription.
 * @param lease Until when they are this process's.
 */
export const claimDeliveries = (
  db: Db,
  organizationId: string,
  wanted: ReadonlyMap<string, number>,
  now: Date,
  lease: Date,
): Promise<ClaimedDelivery[]> =>
  db.query<ClaimedDelivery>(claim, [
    organizationId,
    [...wanted.keys()],
    [...wanted.values()],
    now.toISOString(),
    lease.toISOString(),
  ]);
