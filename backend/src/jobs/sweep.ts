import { type Db, statement } from "../db/db.ts";
import { acrossOrganizations } from "../db/reach.ts";

const day = 24 * 60 * 60 * 1000;

const sweeps = [
  statement("sweep-idempotency-keys", "delete from idempotency_keys where created_at < $1"),
  statement("sweep-events", "delete from events where created_at < $1"),
  statement("sweep-deliveries", "delete from deliveries where created_at < $1 and status <> 'pending'"),
  // The rows of an import that is there are its log and stay.
  statement(
    "sweep-rows-of-deleted-imports",
    `delete from import_rows r where r.created_at < $1
     and not exists (select 1 from imports i where i.organization_id = r.organization_id and i.id = r.import_id)`,
  ),
];

/** What says itself when it is over. */
const expired = [
  statement("sweep-sign-in-links", "delete from sign_in_links where expires_at <= $1"),
  statement("sweep-sessions", "delete from sessions where expires_at <= $1"),
  statement("sweep-oauth-requests", "delete from oauth_requests where expires_at <= $1"),
  statement("sweep-oauth-tokens", "delete from oauth_tokens where expires_at <= $1"),
];

/** A consent that nothing came of, or whose last token is over. */
const unused = statement(
  "sweep-oauth-grants",
  `delete from oauth_grants g where g.created_at < $1
   and not exists (select 1 from oauth_tokens t where t.organization_id = g.organization_id and t.grant_id = g.id)`,
);

/** Deletes what was kept long enough: answers to idempotent writes after a day, events and their deliveries later. */
export function sweep(db: Db, now: Date, eventRetentionDays: number): Promise<void> {
  const [keys, ...rest] = sweeps;
  const before = (days: number) => new Date(now.getTime() - days * day).toISOString();
  return acrossOrganizations("what is old goes everywhere", async () => {
    if (keys !== undefined) await db.query(keys, [before(1)]);
    for (const one of rest) await db.query(one, [before(eventRetentionDays)]);
    for (const one of expired) await db.query(one, [now.toISOString()]);
    await db.query(unused, [before(1)]);
  });
}
