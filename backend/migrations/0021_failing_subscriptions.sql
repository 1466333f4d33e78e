-- When the last attempt failed: days in which nothing was attempted are no days of failure.
alter table subscriptions add column failed_at timestamptz;
