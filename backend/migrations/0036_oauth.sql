-- Apps that act for people (OAuth 2). Codes and tokens are known by the hash of their secret alone, and name their
-- organization. An app is registered for the whole installation, and a request that nobody has answered yet is nobody's.

create table oauth_clients (
  id text collate "C" primary key,
  name text not null,
  secret_hash text,
  redirect_uris text[] not null,
  created_at timestamptz not null
);

create table oauth_requests (
  secret_hash text primary key,
  payload jsonb not null,
  expires_at timestamptz not null
);

create table oauth_secrets (
  id text primary key check (id = 'own'),
  jwks jsonb not null,
  cookie_key text not null
);

create table oauth_grants (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  client_id text collate "C" not null,
  person_id text collate "C" not null,
  payload jsonb not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, person_id) references people (organization_id, id) on delete cascade
);

create table oauth_tokens (
  organization_id text collate "C" not null,
  secret_hash text not null,
  kind text not null check (kind in ('AuthorizationCode', 'AccessToken', 'RefreshToken')),
  grant_id text collate "C" not null,
  payload jsonb not null,
  consumed_at timestamptz,
  expires_at timestamptz not null,
  primary key (organization_id, secret_hash),
  foreign key (organization_id, grant_id) references oauth_grants (organization_id, id) on delete cascade
);

create index oauth_grants_by_person on oauth_grants (organization_id, person_id);
create index oauth_tokens_by_grant on oauth_tokens (organization_id, grant_id);

alter table oauth_grants enable row level security, force row level security;

create policy organization on oauth_grants using (
  case when organization_id = current_setting('firstquadrant.organization', true) then true
  else current_setting('firstquadrant.organization', true) = '*' end
);

alter table oauth_tokens enable row level security, force row level security;

create policy organization on oauth_tokens using (
  case when organization_id = current_setting('firstquadrant.organization', true) then true
  else current_setting('firstquadrant.organization', true) = '*' end
);
