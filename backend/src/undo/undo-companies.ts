import type { UndoKept } from "@firstquadrant/core-client";
import type { CompanyRecord } from "../contacts/contact-record.ts";
import { type Db, statement } from "../db/db.ts";
import { companyNameKey } from "../intake/decide-company.ts";
import { type CompanyUndo, companyKey, decideCompany } from "./decide-company.ts";
import { lockScope, type UndoScope } from "./scope.ts";
import type { UndoneRow } from "./undone-row.ts";

const companiesPerChunk = 200;

const findPending = statement(
  "find-companies-to-undo",
  `select distinct company_id as id from undone_company_changes where organization_id = $1 and import_id = $2
   order by company_id limit ${companiesPerChunk}`,
);

const lockCompanies = statement(
  "lock-companies-to-undo",
  `select id, domain, name_key, fields, created_at, updated_at from companies
   where organization_id = $1 and id = any($2::text[]) order by id for update`,
);

const findRows = statement(
  "find-rows-of-companies-to-undo",
  `select w.company_id, r.id, r.outcome, r.changed, r.previous,
     jsonb_build_object('company', r.contact -> 'company') as contact
   from undone_company_changes w
   join import_rows r on r.organization_id = w.organization_id and r.id = w.row_id
   where w.organization_id = $1 and w.import_id = $2 and w.company_id = any($3::text[])
   order by r.contact -> 'company' ->> 'updatedAt' collate "C" desc nulls last, r.id desc`,
);

const findInhabited = statement(
  "find-companies-with-contacts",
  `select c.id from companies c where c.organization_id = $1 and c.id = any($2::text[]) and exists (
     select 1 from contacts t where t.organization_id = c.organization_id and t.company_id = c.id)`,
);

const findTaken = statement(
  "find-companies-by-keys",
  `select domain, name_key from companies
   where organization_id = $1 and (domain = any($2::text[]) or (domain is null and name_key = any($3::text[])))`,
);

const write = statement(
  "undo-companies",
  `with removed as (
    delete from companies where organization_id = $1 and id = any($3::text[])
  ), restored as (
    update companies c set domain = x.domain, name_key = x.name_key, fields = x.fields, updated_at = $5::timestamptz
    from jsonb_to_recordset($4::jsonb) as x(id text, domain text, name_key text, fields jsonb)
    where c.organization_id = $1 and c.id = x.id
  )
  delete from undone_company_changes
  where organization_id = $1 and import_id = $2 and company_id = any($6::text[])`,
);

/** What one transaction took back. */
export interface UndoneCompanies {
  removed: number;
  fieldsRestored: number;
  kept: UndoKept[];
  isLast: boolean;
}

type PendingRow = UndoneRow & { company_id: string };

/** All that companies of these rows may be known by again, as far as others have it. */
async function findTakenKeys(tx: Db, organizationId: string, companies: CompanyRecord[], rows: PendingRow[]) {
  const valuesOf = (name: string, now: (company: CompanyRecord) => unknown) =>
    [...rows.map(({ previous }) => previous?.values[`company.${name}`]), ...companies.map(now)].flatMap((value) =>
      typeof value === "string" ? value : [],
    );
  const domains = valuesOf("domain", ({ domain }) => domain);
  const nameKeys = valuesOf("name", ({ fields }) => fields.name).map(companyNameKey);
  const found = await tx.query<Pick<CompanyRecord, "domain" | "name_key">>(findTaken, [
    organizationId,
    [...new Set(domains)],
    [...new Set(nameKeys)],
  ]);
  return new Set(found.map(({ domain, name_key }) => companyKey(domain, name_key)));
}

/**
 * Takes back what rows did to companies, once their contacts are done: in the caller's transaction.
 *
 * @throws AppError When the import or the run is not there, or runs.
 */
export async function undoCompanies(tx: Db, scope: UndoScope, now: Date): Promise<UndoneCompanies> {
  await lockScope(tx, scope);
  const { organizationId, importId } = scope;
  const pending = (await tx.query<{ id: string }>(findPending, [organizationId, importId])).map(({ id }) => id);
  if (pending.length === 0) return { removed: 0, fieldsRestored: 0, kept: [], isLast: true };
  const companies = await tx.query<CompanyRecord>(lockCompanies, [organizationId, pending]);
  const rows = await tx.query<PendingRow>(findRows, [organizationId, importId, pending]);
  const inhabited = await tx.query<{ id: string }>(findInhabited, [organizationId, pending]);
  const taken = await findTakenKeys(tx, organizationId, companies, rows);

  const byCompany = Map.groupBy(rows, ({ company_id }) => company_id);
  const withContacts = new Set(inhabited.map(({ id }) => id));
  const decided = companies.map((company): { id: string; undo: CompanyUndo } => {
    const own = byCompany.get(company.id) ?? [];
    const undo = decideCompany(company, own, withContacts.has(company.id), (key) => taken.has(key), now);
    if (undo.kind === "restore" && undo.next !== null) taken.add(companyKey(undo.next.domain, undo.next.name_key));
    return { id: company.id, undo };
  });
  const removed = decided.flatMap(({ id, undo }) => (undo.kind === "remove" ? id : []));
  const restored = decided.flatMap(({ undo }) => (undo.kind === "restore" ? (undo.next ?? []) : []));
  await tx.query(write, [organizationId, importId, removed, JSON.stringify(restored), now.toISOString(), pending]);
  return {
    removed: removed.length,
    fieldsRestored: decided.reduce((sum, { undo }) => sum + (undo.kind === "restore" ? undo.restored : 0), 0),
    kept: decided.flatMap(({ id, undo }): UndoKept[] =>
      undo.kind === "restore" && undo.kept.length > 0
        ? [{ companyId: id, reason: "changedSince", fields: undo.kept }]
        : [],
    ),
    isLast: pending.length < companiesPerChunk,
  };
}
