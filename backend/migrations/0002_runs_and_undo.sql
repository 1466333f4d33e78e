-- One working-through of an import's source.
create table runs (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  import_id text collate "C" not null,
  status text not null check (status in ('waiting', 'running', 'finished', 'failed')),
  source jsonb not null,
  -- How many records of the source are taken in for good: a run that was cut off goes on from here.
  place bigint not null default 0,
  received bigint not null default 0,
  scheduled bigint not null default 0,
  created bigint not null default 0,
  updated bigint not null default 0,
  unchanged bigint not null default 0,
  skipped bigint not null default 0,
  unqualified bigint not null default 0,
  rejected bigint not null default 0,
  error text,
  lease_until timestamptz,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  primary key (organization_id, id),
  constraint counts_add_up check (
    received = scheduled + created + updated + unchanged + skipped + unqualified + rejected
  )
);

create index runs_by_import on runs (organization_id, import_id, id);

create index runs_open on runs (organization_id, id) where status in ('waiting', 'running');

-- A row knows its contact, so that a contact's rows are found when it is merged, forgotten or shown; and what it
-- changed looked like before, so that the change can be taken back.
alter table import_rows
  add column run_id text collate "C",
  add column position bigint,
  add column contact_id text collate "C",
  add column previous jsonb,
  add column answers jsonb;

create index import_rows_by_contact on import_rows (organization_id, contact_id) where contact_id is not null;
