import type { CompanyRecord, ContactRecord } from "../contacts/contact-record.ts";
import { findSurvivorIds } from "../contacts/merged-contacts.ts";
import { type Db, statement } from "../db/db.ts";
import { type ImportRecord, importColumns } from "../imports/import-record.ts";
import type { Candidate } from "./candidate.ts";
import { companyNameKey } from "./decide-company.ts";
import { createLedger, type Ledger } from "./ledger.ts";

// Every transaction locks in this order: imports, contacts, companies, each by a sorted key. Two never wait for
// each other.
const lockImportsStatement = statement(
  "lock-imports",
  `select ${importColumns} from imports t
   where t.organization_id = $1 and t.id = any($2::text[]) order by t.id for no key update of t`,
);

const lockHeldStatement = statement(
  "lock-held-records",
  `select id from held_records where organization_id = $1 and id = any($2::text[]) order by id for update`,
);

const lockContactsStatement = statement(
  "lock-contacts",
  `select id, email, fields, custom_properties, company_id, created_at, updated_at from contacts
   where organization_id = $1 and email = any($2::text[]) order by email for no key update`,
);

const lockSurvivorsStatement = statement(
  "lock-survivors",
  `select id, email, fields, custom_properties, company_id, created_at, updated_at from contacts
   where organization_id = $1 and id = any($2::text[]) order by email for no key update`,
);

const lockCompaniesStatement = statement(
  "lock-companies",
  `select id, domain, name_key, fields, created_at, updated_at from companies
   where organization_id = $1 and (id = any($2::text[]) or domain = any($3::text[]) or name_key = any($4::text[]))
   order by id for no key update`,
);

/** The imports of a batch, which nobody completes or changes until the transaction ends. */
export async function lockImports(
  tx: Db,
  organizationId: string,
  ids: readonly string[],
): Promise<Map<string, ImportRecord>> {
  const records = await tx.query<ImportRecord>(lockImportsStatement, [organizationId, ids]);
  return new Map(records.map((record) => [record.id, record]));
}

/** Those of the late records that are still there: another process may have taken them in. */
export async function lockHeld(tx: Db, organizationId: string, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const found = await tx.query<{ id: string }>(lockHeldStatement, [organizationId, ids]);
  return new Set(found.map(({ id }) => id));
}

/** The contacts that have these addresses. */
async function lockContacts(tx: Db, organizationId: string, emails: readonly string[]): Promise<ContactRecord[]> {
  if (emails.length === 0) return [];
  return tx.query<ContactRecord>(lockContactsStatement, [organizationId, emails]);
}

/**
 * The contacts that were found, and those that addresses of merged contacts lead to: such a candidate gets the address
 * of its contact. It is asked once the others are locked, so that a merge that was under way is seen.
 */
async function withSurvivors(
  tx: Db,
  organizationId: string,
  contacts: ContactRecord[],
  candidates: readonly (Candidate & { email: string })[],
): Promise<ContactRecord[]> {
  const known = new Set(contacts.map(({ email }) => email));
  const unknown = [...new Set(candidates.map(({ email }) => email))].filter((email) => !known.has(email));
  if (unknown.length === 0) return contacts;
  const ids = await findSurvivorIds(tx, organizationId, unknown);
  if (ids.size === 0) return contacts;
  const survivors = await tx.query<ContactRecord>(lockSurvivorsStatement, [organizationId, [...new Set(ids.values())]]);
  const byId = new Map(survivors.map((survivor) => [survivor.id, survivor]));
  for (const candidate of candidates) {
    candidate.email = byId.get(ids.get(candidate.email) ?? "")?.email ?? candidate.email;
  }
  return [...contacts, ...survivors.filter(({ email }) => !known.has(email))];
}

/** The companies that have one of these ids, domains or names. */
async function lockCompanies(
  tx: Db,
  organizationId: string,
  wanted: { ids: readonly string[]; domains: readonly string[]; nameKeys: readonly string[] },
): Promise<CompanyRecord[]> {
  if (wanted.ids.length + wanted.domains.length + wanted.nameKeys.length === 0) return [];
  return tx.query<CompanyRecord>(lockCompaniesStatement, [organizationId, wanted.ids, wanted.domains, wanted.nameKeys]);
}

/** What is known of the contacts that these records name, and of their companies: nobody else changes them meanwhile. */
export async function readLedger(
  tx: Db,
  organizationId: string,
  candidates: readonly (Candidate & { email: string })[],
): Promise<Ledger> {
  const found = await lockContacts(tx, organizationId, [...new Set(candidates.map(({ email }) => email))]);
  const contacts = await withSurvivors(tx, organizationId, found, candidates);
  const texts = (key: string): string[] =>
    candidates.flatMap(({ company }) => {
      const value = company?.[key];
      return typeof value === "string" ? [value] : [];
    });
  const companies = await lockCompanies(tx, organizationId, {
    ids: [...new Set(contacts.flatMap(({ company_id }) => company_id ?? []))],
    domains: [...new Set(texts("domain"))],
    nameKeys: [...new Set(texts("name").map(companyNameKey))],
  });
  return createLedger(contacts, companies);
}
