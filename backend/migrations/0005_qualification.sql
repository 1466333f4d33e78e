-- Somebody's decision on a row stands: questions that change do not ask it again. A row that is decided anew stands for
-- its event no longer: `retold` says that the event was written down among the events as it was. `decided_at` is when
-- the row became what it is; nothing where that was its making.
alter table import_rows
  add column decided_by text check (decided_by in ('person')),
  add column decided_at timestamptz,
  add column retold boolean not null default false;

create index import_rows_to_ask_again on import_rows (organization_id, import_id, outcome, id)
where outcome in ('scheduled', 'unqualified');

-- A row that waits to be asked again is still the event of what it was: unqualified.
create or replace view event_log as
select * from (
  select organization_id, id, type, import_id, status, data, created_at
  from events
  union all
  select
    organization_id,
    id,
    case
      when retold then null
      when outcome in ('created', 'updated') then 'contact.imported'
      when outcome = 'rejected' then 'contact.rejected'
      when outcome = 'unqualified' then 'contact.unqualified'
      when outcome = 'scheduled' and answers is not null then 'contact.unqualified'
    end,
    import_id,
    null,
    null,
    created_at
  from import_rows
) told
where type is not null;
