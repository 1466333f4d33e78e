-- The database of people to find new contacts in. It is the operator's and the same for every organization, so it is a
-- reference table: copied to every node, not distributed. Numbers are given by whoever adds prospects, without gaps of
-- note, in the order of their coming: the newest are the greatest.
-- `terms` holds what a prospect is found by: words of its texts, and its facets as `country:us`, `size:51-200`.
create table prospects (
  number bigint primary key,
  email text not null unique,
  first_name text,
  last_name text,
  title text,
  seniority text,
  city text,
  country text,
  company_name text,
  company_domain text,
  industry text,
  employees integer,
  -- What else is known: further fields of the contact and of the company.
  further jsonb,
  cell bigint not null,
  terms tsvector not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create index prospects_by_terms on prospects using gin (terms);

create index prospects_by_cell on prospects (cell, number);

-- Every combination of country, seniority, industry and size that there is, and how many prospects have it: facets that
-- are frequent each for itself may be rare together, and an index of single terms would compare millions to find out.
create table prospect_cells (
  id bigint primary key,
  terms tsvector not null,
  prospects bigint not null
);

-- Which prospects an import of the method `prospect` takes in, and what it took: that it does not take again.
alter table imports add column prospects jsonb;

create table taken_prospects (
  organization_id text collate "C" not null,
  import_id text collate "C" not null,
  prospect bigint not null,
  run_id text collate "C" not null,
  primary key (organization_id, import_id, prospect)
);

alter table taken_prospects enable row level security, force row level security;

create policy organization on taken_prospects using (
  case when organization_id = current_setting('firstquadrant.organization', true) then true
  else current_setting('firstquadrant.organization', true) = '*' end
);
