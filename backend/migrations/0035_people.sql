-- Who signs in. Links and sessions are known by the hash of their secret alone, and their token names the organization.

create table people (
  organization_id text collate "C" not null references organizations (id),
  id text collate "C" not null,
  name text not null,
  email text,
  role text not null check (role in ('admin', 'readOnly')),
  created_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, email)
);

create table sign_in_links (
  organization_id text collate "C" not null,
  secret_hash text not null,
  person_id text collate "C" not null,
  expires_at timestamptz not null,
  primary key (organization_id, secret_hash),
  foreign key (organization_id, person_id) references people (organization_id, id) on delete cascade
);

create table sessions (
  organization_id text collate "C" not null,
  secret_hash text not null,
  person_id text collate "C" not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (organization_id, secret_hash),
  foreign key (organization_id, person_id) references people (organization_id, id) on delete cascade
);

create index sign_in_links_by_person on sign_in_links (organization_id, person_id);
create index sessions_by_person on sessions (organization_id, person_id);

alter table people enable row level security, force row level security;

create policy organization on people using (
  case when organization_id = current_setting('firstquadrant.organization', true) then true
  else current_setting('firstquadrant.organization', true) = '*' end
);

alter table sign_in_links enable row level security, force row level security;

create policy organization on sign_in_links using (
  case when organization_id = current_setting('firstquadrant.organization', true) then true
  else current_setting('firstquadrant.organization', true) = '*' end
);

alter table sessions enable row level security, force row level security;

create policy organization on sessions using (
  case when organization_id = current_setting('firstquadrant.organization', true) then true
  else current_setting('firstquadrant.organization', true) = '*' end
);
