import type { UndoKept } from "@firstquadrant/core-client";
import type { ContactRecord } from "../contacts/contact-record.ts";
import { type Db, statement } from "../db/db.ts";
import { type ContactUndo, decideContact } from "./decide-contact.ts";
import { lockScope, type UndoScope } from "./scope.ts";
import { companyLeftBy, type UndoneRow } from "./undone-row.ts";

/** One transaction takes back no more rows than this, unless a single contact has more. */
const rowsPerChunk = 500;

// $2 is the import, $3 the run or null: what is taken back, and was not before.
const inScope = "organization_id = $1 and import_id = $2 and ($3::text is null or run_id = $3) and undone_at is null";

const findPending = statement(
  "find-rows-to-undo",
  `select id, contact_id from import_rows where ${inScope} and id < $4 order by id desc limit ${rowsPerChunk}`,
);

const lockContacts = statement(
  "lock-contacts-to-undo",
  `select id, email, fields, custom_properties, company_id, created_at, updated_at from contacts
   where organization_id = $1 and id = any($2::text[]) order by email for update`,
);

// A row may have been decided long after it was received: the order is that of the changes.
const findRows = statement(
  "find-rows-of-contacts-to-undo",
  `select id, contact_id, outcome, changed, previous,
     case when outcome in ('created', 'updated') then contact end as contact
   from import_rows where ${inScope} and contact_id = any($4::text[])
   order by contact ->> 'updatedAt' collate "C" desc nulls last, id desc`,
);

const findSurroundings = statement(
  "find-other-rows-of-contacts-to-undo",
  `select contact_id, bool_or(undone_at is null) as is_used, jsonb_agg(distinct undone_at) as undone_at
   from import_rows
   where organization_id = $1 and contact_id = any($4::text[])
     and outcome in ('created', 'updated', 'unchanged', 'skipped')
     and not (import_id = $2 and ($3::text is null or run_id is not distinct from $3) and undone_at is null)
   group by contact_id`,
);

const lockCompanies = statement(
  "lock-former-companies",
  "select id from companies where organization_id = $1 and id = any($2::text[]) order by id for no key update",
);

const write = statement(
  "undo-contacts",
  `with removed as (
    delete from contacts where organization_id = $1 and id = any($3::text[])
  ), restored as (
    update contacts c set fields = x.fields, custom_properties = x.custom_properties, company_id = x.company_id,
      updated_at = $7
    from jsonb_to_recordset($4::jsonb) as x(id text, fields jsonb, custom_properties jsonb, company_id text)
    where c.organization_id = $1 and c.id = x.id
  ), later as (
    insert into undone_company_changes (organization_id, import_id, company_id, row_id)
    select $1::text, $2::text, x.company_id, x.row_id
    from jsonb_to_recordset($5::jsonb) as x(company_id text, row_id text)
  )
  update import_rows set undone_at = $7::timestamptz where organization_id = $1 and id = any($6::text[])`,
);

/** What one transaction took back. */
export interface UndoneContacts {
  rows: number;
  removed: number;
  fieldsRestored: number;
  kept: UndoKept[];
  /** Where the next one goes on; null when nothing is left. */
  before: string | null;
}

interface Surroundings {
  contact_id: string;
  is_used: boolean;
  undone_at: (string | null)[];
}

type PendingRow = UndoneRow & { contact_id: string };

const isChange = ({ outcome }: UndoneRow): boolean => outcome === "created" || outcome === "updated";

const laterChanges = (rows: readonly UndoneRow[]) =>
  rows.flatMap((row) => {
    const company = row.changed.some((name) => name.startsWith("company.")) ? companyLeftBy(row) : null;
    return company === null ? [] : [{ company_id: company.id, row_id: row.id }];
  });

const keptOf = (contactId: string, undo: ContactUndo): UndoKept[] => {
  if (undo.kind === "keep") return [{ contactId, reason: undo.reason }];
  const isPartial = undo.kind === "restore" && undo.kept.length > 0;
  return isPartial ? [{ contactId, reason: "changedSince", fields: undo.kept }] : [];
};

/**
 * Takes back what the newest rows of an import, or of a run, did to contacts, with all earlier rows of those contacts:
 * in the caller's transaction, so that a contact is undone as a whole or not at all.
 *
 * @param before Only rows with smaller ids are looked for.
 * @throws AppError When the import or the run is not there, or runs.
 */
export async function undoContacts(tx: Db, scope: UndoScope, before: string, now: Date): Promise<UndoneContacts> {
  await lockScope(tx, scope);
  const { organizationId } = scope;
  const bounds = [organizationId, scope.importId, scope.runId];
  const pending = await tx.query<{ id: string; contact_id: string | null }>(findPending, [...bounds, before]);
  const contactIds = [...new Set(pending.flatMap(({ contact_id }) => contact_id ?? []))];
  const contacts = await tx.query<ContactRecord>(lockContacts, [organizationId, contactIds]);
  const rows = await tx.query<PendingRow>(findRows, [...bounds, contactIds]);
  const others = await tx.query<Surroundings>(findSurroundings, [...bounds, contactIds]);
  const former = [...new Set(rows.flatMap(({ previous }) => previous?.companyId ?? []))];
  const companies = former.length === 0 ? [] : await tx.query<{ id: string }>(lockCompanies, [organizationId, former]);

  const there = new Set(companies.map(({ id }) => id));
  const changes = Map.groupBy(rows.filter(isChange), ({ contact_id }) => contact_id);
  const around = new Map(others.map((one) => [one.contact_id, one]));
  const decided = contacts.flatMap((contact) => {
    const own = changes.get(contact.id);
    if (own === undefined) return [];
    const other = around.get(contact.id);
    const undoneAt = new Set((other?.undone_at ?? []).flatMap((time) => (time === null ? [] : Date.parse(time))));
    const surroundings = { isUsedElsewhere: other?.is_used ?? false, undoneAt, companies: there };
    return [{ id: contact.id, undo: decideContact(contact, own, surroundings, now) }];
  });
  const removed = decided.flatMap(({ id, undo }) => (undo.kind === "remove" ? id : []));
  const restored = decided.flatMap(({ undo }) => (undo.kind === "restore" ? (undo.next ?? []) : []));
  const done = new Set([...pending, ...rows].map(({ id }) => id));
  await tx.query(write, [
    organizationId,
    scope.importId,
    removed,
    JSON.stringify(restored),
    JSON.stringify(laterChanges(rows.filter(isChange))),
    [...done],
    now.toISOString(),
  ]);
  return {
    rows: done.size,
    removed: removed.length,
    fieldsRestored: decided.reduce((sum, { undo }) => sum + (undo.kind === "restore" ? undo.restored : 0), 0),
    kept: decided.flatMap(({ id, undo }) => keptOf(id, undo)),
    before: pending.at(-1)?.id ?? null,
  };
}
