-- When what a row did was taken back. The row stays: it is what happened.
alter table import_rows add column undone_at timestamptz;

-- Changes of companies that are to be taken back once all contacts of an undo are done: a company has many contacts,
-- and is looked at when it is known who still belongs to it. What an undo that was cut off left here is finished by the
-- next.
create table undone_company_changes (
  organization_id text collate "C" not null,
  import_id text collate "C" not null,
  company_id text collate "C" not null,
  row_id text collate "C" not null,
  primary key (organization_id, import_id, company_id, row_id)
);

create index contacts_by_company on contacts (organization_id, company_id) where company_id is not null;
