-- Who waits for the end of one run must not be told of another's.
alter table subscriptions add column run_ids text[];
