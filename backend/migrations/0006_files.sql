-- What was uploaded to an import. The bytes are in the data folder; `format` is what was found or said of them.
create table import_files (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  import_id text collate "C" not null,
  name text not null,
  size bigint not null,
  digest text not null,
  format jsonb not null,
  received_at timestamptz not null,
  primary key (organization_id, id)
);

create index import_files_by_import on import_files (organization_id, import_id, id);
