import type { CompanyRecord, ContactRecord } from "../contacts/contact-record.ts";
import { findSurvivorIds } from "../contacts/merged-contacts.ts";
import { type Db, type Statement, statement } from "../db/db.ts";
import { type ImportRecord, importColumns } from "../imports/import-record.ts";
import type { Candidate } from "./candidate.ts";
import { companyNameKey } from "./decide-company.ts";
import { createLedger, type Ledger } from "./ledger.ts";

/** Whether what is found may be changed by others meanwhile, or is kept until the transaction ends. */
export type Reading = "read" | "lock";

const readOrLock = (name: string, text: (lock: string) => string): Record<Reading, Statement> => ({
  read: statement(`read-${name}`, text("")),
  lock: statement(`lock-${name}`, text("for no key update")),
});

// Every transaction locks in this order: imports, contacts, companies, each by a sorted key. Two never wait for
// each other. A version is another one after every change, whoever made it.
const importsStatement = readOrLock(
  "imports",
  (lock) => `select ${importColumns} from imports t
   where t.organization_id = $1 and t.id = any($2::text[]) order by t.id ${lock === "" ? "" : `${lock} of t`}`,
);

const lockHeldStatement = statement(
  "lock-held-records",
  `select id from held_records where organization_id = $1 and id = any($2::text[]) order by id for update`,
);

// Contacts and companies are looked up one by one, each by its key. Asked for all at once, a table that was not analysed
// since it was small is read from its beginning to its end: a plan is made once for a connection, and kept.
const contactColumns =
  "id, email, fields, custom_properties, company_id, created_at, updated_at, xmin::text as version";

const contactsBy = (key: "email" | "id") => (lock: string) =>
  `select found.* from unnest($2::text[]) as wanted(key)
   cross join lateral (
     select ${contactColumns} from contacts where organization_id = $1 and ${key} = wanted.key limit 1 ${lock}) found`;

const contactsStatement = readOrLock("contacts", contactsBy("email"));

const survivorsStatement = readOrLock("survivors", contactsBy("id"));

const companiesStatement = readOrLock(
  "companies",
  (lock) => `select found.* from (
     select wanted.id from unnest($2::text[]) as wanted(id)
     union
     select named.id from unnest($3::text[]) as wanted(domain) cross join lateral (
       select id from companies where organization_id = $1 and domain = wanted.domain limit 1) named
     union
     select named.id from unnest($4::text[]) as wanted(name_key) cross join lateral (
       select id from companies where organization_id = $1 and name_key = wanted.name_key offset 0) named
     order by id) as wanted(id)
   cross join lateral (
     select id, domain, name_key, fields, created_at, updated_at, xmin::text as version from companies
     where organization_id = $1 and id = wanted.id limit 1 ${lock}) found`,
);

type Versioned<Found> = Found & { version: string };

/** The versions of what was read, by id. */
export interface Seen {
  contacts: ReadonlyMap<string, string>;
  companies: ReadonlyMap<string, string>;
}

const versionsOf = (found: readonly Versioned<{ id: string }>[]): Map<string, string> =>
  new Map(found.map(({ id, version }) => [id, version]));

/** The imports of a batch. */
export async function readImports(
  db: Db,
  organizationId: string,
  ids: readonly string[],
  reading: Reading,
): Promise<Map<string, ImportRecord>> {
  const records = await db.query<ImportRecord>(importsStatement[reading], [organizationId, ids]);
  return new Map(records.map((record) => [record.id, record]));
}

/** The same, and nobody completes or changes them until the transaction ends. */
export const lockImports = (tx: Db, organizationId: string, ids: readonly string[]) =>
  readImports(tx, organizationId, ids, "lock");

/** Those of the late records that are still there: another process may have taken them in. */
export async function lockHeld(tx: Db, organizationId: string, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const found = await tx.query<{ id: string }>(lockHeldStatement, [organizationId, ids]);
  return new Set(found.map(({ id }) => id));
}

/** The contacts that have these addresses. */
async function readContacts(db: Db, organizationId: string, emails: readonly string[], reading: Reading) {
  if (emails.length === 0) return [];
  return db.query<Versioned<ContactRecord>>(contactsStatement[reading], [organizationId, emails]);
}

/**
 * The contacts that were found, and those that addresses of merged contacts lead to: such a candidate gets the address
 * of its contact. It is asked once the others are locked, so that a merge that was under way is seen.
 */
async function withSurvivors(
  db: Db,
  organizationId: string,
  contacts: Versioned<ContactRecord>[],
  candidates: readonly Named[],
  reading: Reading,
): Promise<Versioned<ContactRecord>[]> {
  const known = new Set(contacts.map(({ email }) => email));
  const unknown = [...new Set(candidates.map(({ email }) => email))].filter((email) => !known.has(email));
  if (unknown.length === 0) return contacts;
  const ids = await findSurvivorIds(db, organizationId, unknown);
  if (ids.size === 0) return contacts;
  const wanted = [organizationId, [...new Set(ids.values())].toSorted()];
  const survivors = await db.query<Versioned<ContactRecord>>(survivorsStatement[reading], wanted);
  const byId = new Map(survivors.map((survivor) => [survivor.id, survivor]));
  for (const candidate of candidates) {
    candidate.email = byId.get(ids.get(candidate.email) ?? "")?.email ?? candidate.email;
  }
  return [...contacts, ...survivors.filter(({ email }) => !known.has(email))];
}

/** The companies that have one of these ids, domains or names. */
async function readCompanies(
  db: Db,
  organizationId: string,
  { ids, domains, nameKeys }: { ids: readonly string[]; domains: readonly string[]; nameKeys: readonly string[] },
  reading: Reading,
) {
  if (ids.length + domains.length + nameKeys.length === 0) return [];
  return db.query<Versioned<CompanyRecord>>(companiesStatement[reading], [organizationId, ids, domains, nameKeys]);
}

/** A candidate that has an address. */
type Named = Candidate & { email: string };

const domainOf = ({ company }: Named): string[] => (typeof company?.domain === "string" ? [company.domain] : []);
const nameKeyOf = ({ company }: Named): string[] =>
  typeof company?.name === "string" ? [companyNameKey(company.name)] : [];

/** What a record is about: two batches that name the same are not decided side by side. */
export const namesOf = (candidate: Named): string[] => [
  candidate.email,
  ...domainOf(candidate).map((domain) => `domain ${domain}`),
  ...nameKeyOf(candidate).map((name) => `name ${name}`),
];

/** What is known of the contacts that these records name, and of their companies. */
export async function readKnown(
  db: Db,
  organizationId: string,
  candidates: readonly Named[],
  reading: Reading,
): Promise<{ ledger: Ledger; seen: Seen }> {
  const emails = [...new Set(candidates.map(({ email }) => email))].toSorted();
  const found = await readContacts(db, organizationId, emails, reading);
  const contacts = await withSurvivors(db, organizationId, found, candidates, reading);
  const wanted = {
    ids: [...new Set(contacts.flatMap(({ company_id }) => company_id ?? []))],
    domains: [...new Set(candidates.flatMap(domainOf))],
    nameKeys: [...new Set(candidates.flatMap(nameKeyOf))],
  };
  const companies = await readCompanies(db, organizationId, wanted, reading);
  const seen = { contacts: versionsOf(contacts), companies: versionsOf(companies) };
  return { ledger: createLedger(contacts, companies), seen };
}

/** The same, and nobody else changes it meanwhile. */
export const readLedger = async (tx: Db, organizationId: string, candidates: readonly Named[]): Promise<Ledger> =>
  (await readKnown(tx, organizationId, candidates, "lock")).ledger;
