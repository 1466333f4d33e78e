import { type Db, statement } from "../db/db.ts";
import { addToCells, cellOf } from "./cells.ts";
import { fictionalCountries } from "./fictional-people.ts";
import {
  companyKinds,
  industries,
  largeCompanyPositions,
  nameBeginnings,
  nameEndings,
  nameMiddles,
  type Position,
  smallCompanyPositions,
} from "./fictional-work.ts";
import { facetTerm, fold, titleTerms, wordsOf } from "./words.ts";

const wordCount = nameBeginnings.length * nameMiddles.length * nameEndings.length;
const companyCount = wordCount * companyKinds.length;

const hash = (value: string): string => `(hashint8extended(${value}, $3::bigint) & 9223372036854775807)`;
const pick = (list: string, draw: string): string => `(${list})[1 + (${draw}) % array_length(${list}, 1)]`;

// Whatever is drawn follows from the number and the seed. The hash is the one that tables are partitioned by, so it is
// the same in every version. Small companies are many, and most people work for the others: the square sees to it.
// Terms come folded and joined with bars, so that nothing is taken apart that is the same for many.
const generate = statement(
  "generate-prospects",
  `with place as materialized (
    select unnest(slots) as slot, code, first_names, last_names, cities, last_terms, first_terms, city_terms
    from jsonb_to_recordset($4::jsonb) as x(code text, slots int[], first_names text[], last_names text[],
      cities text[], first_terms text[], last_terms text[], city_terms text[])
  ), position as materialized (
    select * from jsonb_to_recordset($5::jsonb) as x(slot int, title text, seniority text, terms text)
  ), industry as materialized (
    select * from jsonb_to_recordset($6::jsonb) as x(slot int, name text, facet text, terms text)
  ), drawn as materialized (
    select number, ${hash("number")} as draw, ${hash("number + 4611686018427387904")} as further,
      floor(power((${hash("-number")} % 1000003)::float8 / 1000003, 2) * ${companyCount})::bigint as company
    from generate_series($1::bigint, $2::bigint) number
  ), working as materialized (
    select number, draw, further, company, company::float8 / ${companyCount} as rank,
      hashint8extended(company, 0) & 9223372036854775807 as trait
    from drawn
  ), employed as materialized (
    select number, draw, further, trait,
      ($7::text[])[1 + company % ${nameBeginnings.length}]
        || ($8::text[])[1 + company / ${nameBeginnings.length} % ${nameMiddles.length}]
        || ($9::text[])[1 + company / ${nameBeginnings.length * nameMiddles.length} % ${nameEndings.length}] as word,
      ($10::text[])[1 + company / ${wordCount}] as kind,
      case when rank < 0.002 then 10001 + trait / 10000 % 150000 when rank < 0.01 then 5001 + trait / 10000 % 5000
        when rank < 0.04 then 1001 + trait / 10000 % 4000 when rank < 0.1 then 501 + trait / 10000 % 500
        when rank < 0.25 then 201 + trait / 10000 % 300 when rank < 0.5 then 51 + trait / 10000 % 150
        when rank < 0.8 then 11 + trait / 10000 % 40 else 1 + trait / 10000 % 10 end as employees,
      case when rank < 0.002 then '10001+' when rank < 0.01 then '5001-10000'
        when rank < 0.04 then '1001-5000' when rank < 0.1 then '501-1000'
        when rank < 0.25 then '201-500' when rank < 0.5 then '51-200'
        when rank < 0.8 then '11-50' else '1-10' end as size,
      case when rank < 0.25 then $11::int + further % $12::int else further % $11::int end as slot
    from working
  ), person as materialized (
    select number, ${pick("first_names", "draw")} as first_name, ${pick("last_names", "draw / 100")} as last_name,
      ${pick("first_terms", "draw")} as first_term, ${pick("last_terms", "draw / 100")} as last_term, title, seniority,
      ${pick("cities", "draw / 10000")} as city, ${pick("city_terms", "draw / 10000")} as city_terms, code as country,
      word || ' ' || kind as company_name, lower(word) || '|' || lower(kind) as company_terms,
      lower(word || kind) || '.example' as domain, industry.name as industry, industry.terms as industry_terms,
      employees, position.terms as title_terms,
      concat_ws('|', 'country:' || lower(code), 'seniority:' || seniority, industry.facet, 'size:' || size) as facets
    from employed
    join place on place.slot = trait % 100
    join position on position.slot = employed.slot
    join industry on industry.slot = trait / 100 % $14::int
  ), added as (
    insert into prospects (number, email, first_name, last_name, title, seniority, city, country, company_name,
      company_domain, industry, employees, cell, terms, created_at, updated_at)
    select number, first_term || '.' || last_term || number || '@' || domain, first_name, last_name, title, seniority,
      city, country, company_name, domain, industry, employees, ${cellOf("facets")},
      array_to_tsvector(string_to_array(concat_ws('|', first_term, last_term, city_terms, title_terms, company_terms,
        industry_terms, facets), '|')),
      $13::timestamptz, $13::timestamptz
    from person order by number
    on conflict (email) do nothing
    returning number
  )
  insert into prospect_cells (id, terms, prospects)
  select ${cellOf("facets")}, array_to_tsvector(string_to_array(facets, '|')), count(*)
  from person join added using (number) group by facets
  ${addToCells}`,
);

const split = (list: string): string[] => list.split(",");
const joined = (...terms: string[]): string => [...new Set(terms)].join("|");

/** Every country with its part of the hundred slots. */
function places() {
  let next = 0;
  return fictionalCountries.map(({ code, share, firstNames, lastNames, cities }) => {
    const slots = Array.from({ length: share }, (_, index) => next + index);
    next += share;
    return {
      code,
      slots,
      first_names: split(firstNames),
      last_names: split(lastNames),
      cities: split(cities),
      first_terms: split(firstNames).map(fold),
      last_terms: split(lastNames).map(fold),
      city_terms: split(cities).map((city) => joined(...wordsOf(city), facetTerm("city", city))),
    };
  });
}

const positionEntry = ({ title, seniority }: Position, slot: number) => ({
  slot,
  title,
  seniority,
  terms: joined(...wordsOf(title), ...titleTerms(title)),
});

const industryEntry = (name: string, slot: number) => ({
  slot,
  name,
  facet: facetTerm("industry", name),
  terms: joined(...wordsOf(name)),
});

const lists = [
  JSON.stringify(places()),
  JSON.stringify([...smallCompanyPositions, ...largeCompanyPositions].map(positionEntry)),
  JSON.stringify(industries.map(industryEntry)),
  nameBeginnings,
  nameMiddles,
  nameEndings,
  companyKinds,
  smallCompanyPositions.length,
  largeCompanyPositions.length,
];

/**
 * Adds fictional people, of these numbers. The same numbers and seed are the same people; nobody has their addresses,
 * since `.example` is nobody's.
 */
export async function insertFictional(
  tx: Db,
  { from, to, seed }: { from: number; to: number; seed: number },
  now: Date,
): Promise<void> {
  await tx.query(generate, [from, to, seed, ...lists, now.toISOString(), industries.length]);
}
