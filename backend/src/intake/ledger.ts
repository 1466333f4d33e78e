import type { CompanyRecord, ContactRecord } from "../contacts/contact-record.ts";

/**
 * What a batch knows of contacts and companies, and what it has decided so far: a later record of the batch sees what
 * an earlier one made.
 */
export interface Ledger {
  /** Ids of the contacts that the database holds. */
  known: ReadonlySet<string>;
  contacts: Map<string, ContactRecord>;
  companies: Map<string, CompanyRecord>;
  companiesByDomain: Map<string, CompanyRecord>;
  companiesByName: Map<string, CompanyRecord[]>;
  /** What has to be written, by id. */
  changedContacts: Map<string, ContactRecord>;
  changedCompanies: Map<string, CompanyRecord>;
}

function noteCompany(ledger: Ledger, company: CompanyRecord): void {
  ledger.companies.set(company.id, company);
  if (company.domain !== null) ledger.companiesByDomain.set(company.domain, company);
  if (company.name_key !== null) {
    const others = (ledger.companiesByName.get(company.name_key) ?? []).filter(({ id }) => id !== company.id);
    ledger.companiesByName.set(company.name_key, [...others, company]);
  }
}

/** Begins with what the database holds. Companies are in the order of their ids, the oldest first. */
export function createLedger(contacts: readonly ContactRecord[], companies: readonly CompanyRecord[]): Ledger {
  const ledger: Ledger = {
    known: new Set(contacts.map(({ id }) => id)),
    contacts: new Map(contacts.map((contact) => [contact.email, contact])),
    companies: new Map(),
    companiesByDomain: new Map(),
    companiesByName: new Map(),
    changedContacts: new Map(),
    changedCompanies: new Map(),
  };
  for (const company of companies) noteCompany(ledger, company);
  return ledger;
}

/** Notes a contact as it is to be written. */
export function putContact(ledger: Ledger, contact: ContactRecord): void {
  ledger.contacts.set(contact.email, contact);
  ledger.changedContacts.set(contact.id, contact);
}

/** Notes a company as it is to be written. */
export function putCompany(ledger: Ledger, company: CompanyRecord): void {
  noteCompany(ledger, company);
  ledger.changedCompanies.set(company.id, company);
}
