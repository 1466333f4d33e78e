-- A contact that was merged into another: its id leads to that one, and so does its address.
create table merged_contacts (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  email text not null,
  into_id text collate "C" not null,
  merged_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, email)
);

create index merged_contacts_by_survivor on merged_contacts (organization_id, into_id);
