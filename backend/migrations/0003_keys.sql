-- While a rotated key's former secret is still good, both stand in the row.
alter table api_keys
  add column last_used_at timestamptz,
  add column former_secret_hash text,
  add column former_secret_until timestamptz;

create index api_keys_by_former_secret on api_keys (organization_id, former_secret_hash)
  where former_secret_hash is not null;
