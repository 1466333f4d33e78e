-- A file that is sent in pieces. Its bytes are in the data folder from the first one on, under the id of the file that
-- they become; how many have come is what the disk has. `file_id` is the file once all are there.
create table uploads (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  import_id text collate "C" not null,
  name text not null,
  size bigint not null,
  overrides jsonb not null,
  -- As the client sent it, who may ask for it again.
  metadata jsonb not null,
  file_id text collate "C",
  created_at timestamptz not null,
  primary key (organization_id, id)
);

create index uploads_by_import on uploads (organization_id, import_id, id);

create index uploads_by_age on uploads (organization_id, created_at);

alter table uploads enable row level security, force row level security;

create policy organization on uploads using (
  case when organization_id = current_setting('firstquadrant.organization', true) then true
  else current_setting('firstquadrant.organization', true) = '*' end
);
