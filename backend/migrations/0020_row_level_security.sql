-- A second wall around each organization. Every statement names its organization; where one forgets, PostgreSQL itself
-- shows and takes the rows of that one alone which the setting names: all where it is '*', none where nobody set it.
-- Owners are bound too; superusers and roles with bypassrls are not.
--
-- In this form, and not as a plain "or": a planner that counts the organization twice, once for the statement and once
-- for the policy, believes there are next to no rows. The setting is read once for a row of its own.

alter table organizations enable row level security, force row level security;

create policy organization on organizations using (
  case when id = current_setting('firstquadrant.organization', true) then true
  else current_setting('firstquadrant.organization', true) = '*' end
);

alter table api_keys enable row level security, force row level security;

create policy organization on api_keys using (
  case when organization_id = current_setting('firstquadrant.organization', true) then true
  else current_setting('firstquadrant.organization', true) = '*' end
);

alter table custom_fields enable row level security, force row level security;

create policy organization on custom_fields using (
  case when organization_id = current_setting('firstquadrant.organization', true) then true
  else current_setting('firstquadrant.organization', true) = '*' end
);

alter table imports enable row level security, force row level security;

create policy organization on imports using (
  case when organization_id = current_setting('firstquadrant.organization', true) then true
  else current_setting('firstquadrant.organization', true) = '*' end
);

alter table held_records enable row level security, force row level security;

create policy organization on held_records using (
  case when organization_id = current_setting('firstquadrant.organization', true) then true
  else current_setting('firstquadrant.organization', true) = '*' end
);

alter table companies enable row level security, force row level security;

create policy organization on companies using (
  case when organization_id = current_setting('firstquadrant.organization', true) then true
  else current_setting('firstquadrant.organization', true) = '*' end
);

alter table contacts enable row level security, force row level security;

create policy organization on contacts using (
  case when organization_id = current_setting('firstquadrant.organization', true) then true
  else current_setting('firstquadrant.organization', true) = '*' end
);

alter table import_rows enable row level security, force row level security;

create policy organization on import_rows using (
  case when organization_id = current_setting('firstquadrant.organization', true) then true
  else current_setting('firstquadrant.organization', true) = '*' end
);

alter table events enable row level security, force row level security;

create policy organization on events using (
  case when organization_id = current_setting('firstquadrant.organization', true) then true
  else current_setting('firstquadrant.organization', true) = '*' end
);

alter table subscriptions enable row level security, force row level security;

create policy organization on subscriptions using (
  case when organization_id = current_setting('firstquadrant.organization', true) then true
  else current_setting('firstquadrant.organization', true) = '*' end
);

alter table deliveries enable row level security, force row level security;

create policy organization on deliveries using (
  case when organization_id = current_setting('firstquadrant.organization', true) then true
  else current_setting('firstquadrant.organization', true) = '*' end
);

alter table idempotency_keys enable row level security, force row level security;

create policy organization on idempotency_keys using (
  case when organization_id = current_setting('firstquadrant.organization', true) then true
  else current_setting('firstquadrant.organization', true) = '*' end
);

alter table runs enable row level security, force row level security;

create policy organization on runs using (
  case when organization_id = current_setting('firstquadrant.organization', true) then true
  else current_setting('firstquadrant.organization', true) = '*' end
);

alter table undone_company_changes enable row level security, force row level security;

create policy organization on undone_company_changes using (
  case when organization_id = current_setting('firstquadrant.organization', true) then true
  else current_setting('firstquadrant.organization', true) = '*' end
);

alter table import_files enable row level security, force row level security;

create policy organization on import_files using (
  case when organization_id = current_setting('firstquadrant.organization', true) then true
  else current_setting('firstquadrant.organization', true) = '*' end
);

alter table merged_contacts enable row level security, force row level security;

create policy organization on merged_contacts using (
  case when organization_id = current_setting('firstquadrant.organization', true) then true
  else current_setting('firstquadrant.organization', true) = '*' end
);

-- A view reads its tables as its owner unless told so: the wall would end where a superuser had made it.
alter view event_log set (security_invoker = true);
