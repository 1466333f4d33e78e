-- What a subscription asks of events that have an outcome, and of updates; null asks nothing.
alter table subscriptions
  add column outcomes text[],
  add column changed_fields text[];
