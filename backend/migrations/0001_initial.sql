-- Every key is led by the organization, nothing is unique without it, and there are no triggers or sequences:
-- so that the tables can be distributed by organization. Ids sort by time: they are compared as bytes.

create table organizations (
  id text collate "C" primary key,
  name text not null,
  created_at timestamptz not null
);

create table api_keys (
  organization_id text collate "C" not null references organizations (id),
  id text collate "C" not null,
  name text not null,
  secret_hash text not null,
  scopes text[] not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  primary key (organization_id, id)
);

create index api_keys_by_secret on api_keys (organization_id, secret_hash);

create table custom_fields (
  organization_id text collate "C" not null references organizations (id),
  id text collate "C" not null,
  key text not null,
  label text not null,
  type text not null,
  choices text[],
  created_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, key)
);

-- `app` is empty, not null, where there is none: nulls would not be equal in the unique key.
create table imports (
  organization_id text collate "C" not null references organizations (id),
  id text collate "C" not null,
  name text not null,
  method text not null check (method in ('prospect', 'upload', 'webhook', 'app')),
  app text not null default '',
  mode text not null check (mode in ('once', 'recurring', 'continuous')),
  status text not null check (status in ('draft', 'running', 'completed')),
  schedule jsonb,
  trigger_secret text not null,
  field_mapping jsonb,
  on_conflict text not null default 'upsert',
  field_policies jsonb not null default '{}',
  unknown_fields text not null default 'warn',
  default_country text,
  qualification jsonb not null default '[]',
  received bigint not null default 0,
  scheduled bigint not null default 0,
  created bigint not null default 0,
  updated bigint not null default 0,
  unchanged bigint not null default 0,
  skipped bigint not null default 0,
  unqualified bigint not null default 0,
  rejected bigint not null default 0,
  last_run jsonb,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  started_at timestamptz,
  completed_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, method, app, name),
  constraint counts_add_up check (
    received = scheduled + created + updated + unchanged + skipped + unqualified + rejected
  )
);

create index imports_by_creation on imports (organization_id, created_at, id);

-- What a draft keeps as samples, and what reached a completed import too late.
create table held_records (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  import_id text collate "C" not null,
  kind text not null check (kind in ('sample', 'late')),
  record jsonb not null,
  received_at timestamptz not null,
  primary key (organization_id, id)
);

create index held_records_by_import on held_records (organization_id, import_id, kind, id);

create table companies (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  domain text,
  name_key text,
  fields jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id)
);

create unique index companies_by_domain on companies (organization_id, domain) where domain is not null;

create unique index companies_by_name_alone on companies (organization_id, name_key) where domain is null;

create index companies_by_name on companies (organization_id, name_key);

create table contacts (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  email text not null,
  fields jsonb not null,
  custom_properties jsonb not null,
  company_id text collate "C",
  import_id text collate "C",
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, email)
);

create index contacts_by_creation on contacts (organization_id, created_at, id);

-- One entry per received record. A row is the event of its contact too, so its id is kept without a prefix:
-- `row_…` and `evt_…` are two names of it.
create table import_rows (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  import_id text collate "C" not null,
  outcome text not null,
  input jsonb not null,
  contact jsonb,
  changed text[] not null,
  warnings jsonb not null,
  errors jsonb not null,
  created_at timestamptz not null,
  primary key (organization_id, id)
);

create index import_rows_by_import on import_rows (organization_id, import_id, id);

-- Events that no row stands for. Written in the transaction of the change that they tell.
create table events (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  type text not null,
  import_id text collate "C",
  status text,
  data jsonb not null,
  created_at timestamptz not null,
  primary key (organization_id, id)
);

-- The condition stands outside of the union: a part with a condition of its own could not be read in the order of its
-- ids, and every page of events would sort all rows.
create view event_log as
select * from (
  select organization_id, id, type, import_id, status, data, created_at
  from events
  union all
  select
    organization_id,
    id,
    case outcome
      when 'created' then 'contact.imported'
      when 'updated' then 'contact.imported'
      when 'rejected' then 'contact.rejected'
      when 'unqualified' then 'contact.unqualified'
    end,
    import_id,
    null,
    null,
    created_at
  from import_rows
) told
where type is not null;

create table subscriptions (
  organization_id text collate "C" not null references organizations (id),
  id text collate "C" not null,
  target_url text not null,
  event_types text[] not null,
  import_ids text[],
  statuses text[],
  apps text[],
  description text,
  secret text not null,
  status text not null check (status in ('active', 'disabled')),
  disabled_reason text,
  failing_since timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id)
);

-- `next_attempt_at` is the lease as well: whoever claims a delivery moves it on, and it is due again if he dies.
create table deliveries (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  subscription_id text collate "C" not null,
  event_id text collate "C" not null,
  event_type text not null,
  status text not null check (status in ('pending', 'delivered', 'failed', 'cancelled')),
  attempts integer not null default 0,
  next_attempt_at timestamptz,
  last_attempt_at timestamptz,
  last_response_status integer,
  last_error text,
  created_at timestamptz not null,
  primary key (organization_id, id)
);

-- By subscription, so that what one receiver is behind with is never read to find what is due to another.
create index deliveries_due on deliveries (organization_id, subscription_id, next_attempt_at, id) where status = 'pending';

create index deliveries_by_subscription on deliveries (organization_id, subscription_id, id);

create table idempotency_keys (
  organization_id text collate "C" not null,
  key text not null,
  fingerprint text not null,
  status integer not null,
  body jsonb,
  created_at timestamptz not null,
  primary key (organization_id, key)
);

-- One row: written at every start, to prove that a commit reaches the disk.
create table process_starts (
  id integer primary key,
  started_at timestamptz not null
);
