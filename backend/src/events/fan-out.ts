// Whether the subscription `s` wants the event `e`.
const wants = `s.status = 'active'
    and e.type = any(s.event_types)
    and (s.import_ids is null or e.import_id = any(s.import_ids))
    and (s.statuses is null or e.status is null or e.status = any(s.statuses))
    and (s.apps is null or e.app = any(s.apps))
    and (s.outcomes is null or e.outcome is null or e.outcome = any(s.outcomes))
    and (s.changed_fields is null or e.outcome is distinct from 'updated' or exists (
      select 1 from json_array_elements_text(e.changed) c (field) where c.field = any(s.changed_fields)))
    and (s.run_ids is null or e.run_id is null or e.run_id = any(s.run_ids))`;

// The id is made of both, so that one event is owed to one subscription once.
const owe = (source: string, now: string): string => `
  insert into deliveries
    (organization_id, id, subscription_id, event_id, event_type, status, next_attempt_at, created_at)
  select s.organization_id, 'dlv_' || e.id || substr(s.id, 5), s.id, e.id, e.type, 'pending', ${now}, ${now}
  from ${source} e
  join subscriptions s on s.organization_id = $1
  where ${wants}`;

/**
 * The part of a statement that owes new events to the subscriptions that want them. It runs in the transaction that
 * records the events, so that none is without its deliveries.
 *
 * @param source A relation with `id, type, import_id, status, app, outcome, changed` (a list in json) and `run_id`;
 *   parameter $1 is the organization, and `now` the expression for the time.
 */
export const fanOutFrom = (source: string, now: string): string => `${owe(source, now)}
  returning 1`;

/** The same for a single subscription, and what it has had already is owed again. */
export const fanOutAgainTo = (subscriptionId: string, source: string, now: string): string => `${owe(source, now)}
    and s.id = ${subscriptionId}
  on conflict (organization_id, id) do update
    set status = 'pending', attempts = 0, next_attempt_at = excluded.next_attempt_at, claimed_until = null
  returning 1`;
