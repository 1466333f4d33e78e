import { type Db, statement } from "../db/db.ts";
import type { Candidate, FieldValues } from "../intake/candidate.ts";
import { completeNames } from "../intake/names.ts";
import { cellOf, moveBetweenCells } from "./cells.ts";
import { companySizeOf } from "./company-size.ts";
import { type ProspectRecord, prospectColumns } from "./prospect-record.ts";
import { facetTerm, titleTerms, wordsOf } from "./words.ts";

/** Any number that no other program on the same server uses for its advisory locks. */
const lockNumber = 7_237_461_925;

const greatest = statement("find-greatest-prospect", "select coalesce(max(number), 0) as number from prospects");

/** The last number that was given. Nobody gives another until the transaction ends: numbers are in the order of coming. */
export async function lockNumbers(tx: Db): Promise<number> {
  await tx.query({ text: "select pg_advisory_xact_lock($1)" }, [lockNumber]);
  const [found] = await tx.query<{ number: number }>(greatest);
  return found?.number ?? 0;
}

const findKnown = statement(
  "find-prospects-by-email",
  `select ${prospectColumns} from prospects where email = any($1::text[])`,
);

const write = statement(
  "write-prospects",
  `insert into prospects (number, email, first_name, last_name, title, seniority, city, country, company_name,
     company_domain, industry, employees, further, cell, terms, created_at, updated_at)
   select x.number, x.email, x.first_name, x.last_name, x.title, x.seniority, x.city, x.country, x.company_name,
     x.company_domain, x.industry, x.employees, nullif(x.further, 'null'::jsonb), ${cellOf("x.facets")},
     array_to_tsvector(x.terms),
     $2::timestamptz, $2::timestamptz
   from jsonb_to_recordset($1::jsonb) as x(number bigint, email text, first_name text, last_name text, title text,
     seniority text, city text, country text, company_name text, company_domain text, industry text,
     employees integer, further jsonb, facets text,
     terms text[])
   order by x.number
   on conflict (number) do update set first_name = excluded.first_name, last_name = excluded.last_name,
     title = excluded.title, seniority = excluded.seniority, city = excluded.city, country = excluded.country,
     company_name = excluded.company_name, company_domain = excluded.company_domain, industry = excluded.industry,
     employees = excluded.employees, further = excluded.further, cell = excluded.cell,
     terms = excluded.terms,
     updated_at = excluded.updated_at`,
);

type Written = Omit<ProspectRecord, "created_at" | "updated_at">;

const text = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** Greater ones could not be stored; no company is as large. */
const mostEmployees = 2_000_000_000;

const employeesOf = (value: unknown): number | null =>
  typeof value === "number" && value >= 0 && value <= mostEmployees ? value : null;

/** What else there is, over what was known. */
function furtherOf(known: Written | undefined, contact: FieldValues, company: FieldValues): Written["further"] {
  const all = {
    contact: { ...known?.further?.contact, ...contact },
    company: { ...known?.further?.company, ...company },
  };
  return Object.keys(all.contact).length + Object.keys(all.company).length === 0 ? null : all;
}

/** A prospect as a candidate tells of it, over what was known: what is not given stays. */
function merged(candidate: Candidate & { email: string }, known: Written | undefined, number: number): Written {
  const isWhole = candidate.fields.firstName === undefined && candidate.fields.lastName === undefined;
  const fields = isWhole ? completeNames(candidate.fields, candidate.fields, true) : candidate.fields;
  const { firstName, lastName, employmentTitle, employmentSeniority, city, countryCode, ...contact } = fields;
  const { name, domain, primaryIndustry, employeesCount, ...company } = candidate.company ?? {};
  return {
    number: known?.number ?? number,
    email: candidate.email,
    first_name: text(firstName) ?? known?.first_name ?? null,
    last_name: text(lastName) ?? known?.last_name ?? null,
    title: text(employmentTitle) ?? known?.title ?? null,
    seniority: text(employmentSeniority) ?? known?.seniority ?? null,
    city: text(city) ?? known?.city ?? null,
    country: text(countryCode) ?? known?.country ?? null,
    company_name: text(name) ?? known?.company_name ?? null,
    company_domain: text(domain) ?? known?.company_domain ?? null,
    industry: text(primaryIndustry) ?? known?.industry ?? null,
    employees: employeesOf(employeesCount) ?? known?.employees ?? null,
    further: furtherOf(known, contact, company),
  };
}

const facet = (name: string, value: string | null): string[] => (value === null ? [] : [facetTerm(name, value)]);

/** What is frequent enough to be counted in combinations: not the city. */
const facetsOf = ({ country, seniority, industry, employees }: Written): string[] => [
  ...facet("country", country),
  ...facet("seniority", seniority),
  ...facet("industry", industry),
  ...facet("size", employees === null ? null : companySizeOf(employees)),
];

/** What a prospect is found by. */
function termsOf(prospect: Written): string[] {
  const { title, industry, city, company_name, first_name, last_name, further } = prospect;
  const texts = [title, company_name, first_name, last_name, city, industry, text(further?.contact.name)];
  return [
    ...texts.flatMap((one) => wordsOf(one ?? "")),
    ...titleTerms(title ?? ""),
    ...facet("city", city),
    ...facetsOf(prospect),
  ];
}

const joinedFacets = (prospect: Written): string => facetsOf(prospect).join("|");

/**
 * Adds prospects, or changes those whose address is known: a value that is not given stays as it is.
 *
 * @returns How many were new.
 */
export async function writeProspects(
  tx: Db,
  candidates: readonly (Candidate & { email: string })[],
  now: Date,
): Promise<{ added: number; changed: number }> {
  let last = await lockNumbers(tx);
  const before = last;
  const emails = [...new Set(candidates.map(({ email }) => email))];
  const known = await tx.query<ProspectRecord>(findKnown, [emails]);
  const prospects = new Map<string, Written>(known.map((one) => [one.email, one]));
  for (const candidate of candidates) {
    const present = prospects.get(candidate.email);
    if (present === undefined) last += 1;
    prospects.set(candidate.email, merged(candidate, present, last));
  }
  const rows = [...prospects.values()].map((one) => ({
    ...one,
    facets: joinedFacets(one),
    terms: [...new Set(termsOf(one))],
  }));
  await tx.query(write, [JSON.stringify(rows), now.toISOString()]);
  const former = new Map(known.map((one) => [one.email, joinedFacets(one)]));
  await moveBetweenCells(
    tx,
    rows.map(({ email, facets }) => ({ from: former.get(email) ?? null, to: facets })),
  );
  return { added: last - before, changed: known.length };
}
