-- When a recurring import is to be worked through next: nothing while it does not run. And where its file is fetched.
alter table imports
  add column next_run_at timestamptz,
  add column source_url text;

create index imports_due on imports (organization_id, next_run_at, id) where next_run_at is not null;

-- From which address a file was fetched, and what was said there of its version: so that the same is not fetched again.
alter table import_files add column fetched jsonb;

-- How often a run's source could not be got at; and that a run found nothing new in it.
alter table runs
  add column attempts integer not null default 0,
  add column is_unchanged boolean not null default false;
