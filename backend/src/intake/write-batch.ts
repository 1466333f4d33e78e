import type {
  Contact,
  ErrorDetail,
  ImportCounts,
  Outcome,
  QualificationAnswer,
  Warning,
} from "@firstquadrant/core-client";
import type { ContactRecord } from "../contacts/contact-record.ts";
import { rowsOf, toColumn } from "../db/columns.ts";
import { type Db, statement } from "../db/db.ts";
import { fanOutFrom } from "../events/fan-out.ts";
import type { Ledger } from "./ledger.ts";

/** An entry of the import's log. */
export interface RowToWrite {
  id: string;
  import_id: string;
  run_id: string | null;
  outcome: Outcome;
  input: unknown;
  contact_id: string | null;
  contact: Contact | null;
  changed: string[];
  /** What was changed, as it was before; null when nothing was. */
  previous: unknown;
  warnings: Warning[];
  errors: ErrorDetail[];
  /** What it was asked; null when nothing was. */
  answers: QualificationAnswer[] | null;
}

/** A record that is kept aside. */
export interface HeldToWrite {
  id: string;
  import_id: string;
  kind: "sample" | "late";
  record: unknown;
}

/** All that a batch changes. */
export interface BatchToWrite {
  ledger: Ledger;
  rows: RowToWrite[];
  /** By import. */
  counts: Map<string, ImportCounts>;
  held: HeldToWrite[];
  heldIdsTaken: string[];
}

const contactColumns = ["id", "email", "fields", "custom_properties", "company_id", "import_id"];

const insertContacts = (firstParameter: number): string =>
  `insert into contacts (organization_id, id, email, fields, custom_properties, company_id, import_id, created_at,
      updated_at)
    select $1::text, x.id, x.email, x.fields::jsonb, x.custom_properties::jsonb, x.company_id, x.import_id,
      $6::timestamptz, $6::timestamptz
    from (${rowsOf(contactColumns, firstParameter)}) x`;

const rowColumns = [
  "id",
  "import_id",
  "run_id",
  "outcome",
  "input",
  "contact_id",
  "contact",
  "changed",
  "previous",
  "warnings",
  "errors",
  "answers",
];

// Contacts and rows come as columns, since they are many; new contacts apart, since to look for them first would cost as
// much again. `now` is a parameter and not the clock's, so that a record's rows, contacts and events agree on the time,
// and the statement can be run by a distributed database.
const write = statement(
  "write-batch",
  `with company as (
    insert into companies (organization_id, id, domain, name_key, fields, created_at, updated_at)
    select $1::text, x.* from jsonb_to_recordset($2::jsonb) as x(
      id text, domain text, name_key text, fields jsonb, created_at timestamptz, updated_at timestamptz)
    on conflict (organization_id, id) do update set domain = excluded.domain, name_key = excluded.name_key,
      fields = excluded.fields, updated_at = excluded.updated_at
  ), added as (
    ${insertContacts(7)}
  ), contact as (
    ${insertContacts(13)}
    on conflict (organization_id, id) do update set email = excluded.email,
      fields = excluded.fields, custom_properties = excluded.custom_properties, company_id = excluded.company_id,
      updated_at = excluded.updated_at
  ), entry as (
    insert into import_rows (organization_id, id, import_id, run_id, outcome, input, contact_id, contact, changed,
      previous, warnings, errors, answers, created_at)
    select $1::text, x.id, x.import_id, x.run_id, x.outcome, x.input::json, x.contact_id, x.contact::json,
      x.changed::json, x.previous::json, coalesce(x.warnings, '[]')::json, coalesce(x.errors, '[]')::json,
      x.answers::jsonb, $6::timestamptz
    from (${rowsOf(rowColumns, 19)}) x
    returning id, import_id, outcome, changed
  ), counted as (
    update imports i set received = i.received + x.received, scheduled = i.scheduled + x.scheduled,
      created = i.created + x.created, updated = i.updated + x.updated, unchanged = i.unchanged + x.unchanged,
      skipped = i.skipped + x.skipped, unqualified = i.unqualified + x.unqualified, rejected = i.rejected + x.rejected
    from jsonb_to_recordset($3::jsonb) as x(
      id text, received bigint, scheduled bigint, created bigint, updated bigint, unchanged bigint, skipped bigint,
      unqualified bigint, rejected bigint)
    where i.organization_id = $1 and i.id = x.id
  ), kept as (
    insert into held_records (organization_id, id, import_id, kind, record, received_at)
    select $1::text, x.id, x.import_id, x.kind, coalesce(x.record, 'null'::jsonb), $6::timestamptz
    from jsonb_to_recordset($4::jsonb) as x(id text, import_id text, kind text, record jsonb)
  ), taken as (
    delete from held_records where organization_id = $1 and id = any($5::text[])
  ), event as (
    select e.id, case e.outcome when 'rejected' then 'contact.rejected' when 'unqualified' then 'contact.unqualified'
      else 'contact.imported' end as type, e.import_id, null::text as status, i.app, e.outcome, e.changed,
      null::text as run_id
    from entry e join imports i on i.organization_id = $1 and i.id = e.import_id
    where e.outcome in ('created', 'updated', 'unqualified', 'rejected')
  ), owed as (${fanOutFrom("event", "$6::timestamptz")}
  )
  select count(*) as owed from owed`,
);

const json = (value: unknown): string => JSON.stringify(value);
const jsonUnlessEmpty = (list: readonly unknown[]): string | null => (list.length === 0 ? null : json(list));
const jsonUnlessNull = (value: unknown): string | null => (value === null ? null : json(value));

/** A batch as its statement takes it. */
function parametersOf(
  organizationId: string,
  { ledger, rows, counts, held, heldIdsTaken }: BatchToWrite,
  importOf: ReadonlyMap<string, string>,
  now: Date,
): unknown[] {
  const { known, changedContacts, changedCompanies } = ledger;
  const contacts = [...changedContacts.values()].toSorted((one, other) => (one.email < other.email ? -1 : 1));
  const contactColumnsOf = (some: readonly ContactRecord[]): string[] => [
    toColumn(some, ({ id }) => id),
    toColumn(some, ({ email }) => email),
    toColumn(some, ({ fields }) => json(fields)),
    toColumn(some, ({ custom_properties }) => json(custom_properties)),
    toColumn(some, ({ company_id }) => company_id),
    toColumn(some, ({ id }) => importOf.get(id) ?? null),
  ];
  const companies = [...changedCompanies.values()].toSorted((one, other) => (one.id < other.id ? -1 : 1));
  return [
    organizationId,
    json(companies),
    json([...counts].map(([id, counted]) => ({ id, ...counted }))),
    json(held),
    heldIdsTaken,
    now.toISOString(),
    ...contactColumnsOf(contacts.filter(({ id }) => !known.has(id))),
    ...contactColumnsOf(contacts.filter(({ id }) => known.has(id))),
    toColumn(rows, ({ id }) => id),
    toColumn(rows, ({ import_id }) => import_id),
    toColumn(rows, ({ run_id }) => run_id),
    toColumn(rows, ({ outcome }) => outcome),
    toColumn(rows, ({ input }) => json(input)),
    toColumn(rows, ({ contact_id }) => contact_id),
    toColumn(rows, ({ contact }) => jsonUnlessNull(contact)),
    toColumn(rows, ({ changed }) => json(changed)),
    toColumn(rows, ({ previous }) => jsonUnlessNull(previous)),
    toColumn(rows, ({ warnings }) => jsonUnlessEmpty(warnings)),
    toColumn(rows, ({ errors }) => jsonUnlessEmpty(errors)),
    toColumn(rows, ({ answers }) => jsonUnlessNull(answers)),
  ];
}

/**
 * Makes a batch ready to be written, in one statement.
 *
 * @param importOf The import that a new contact came from, by the contact's id.
 * @returns Writes it, and answers with how many deliveries are owed.
 */
export function readyToWrite(
  organizationId: string,
  batch: BatchToWrite,
  importOf: ReadonlyMap<string, string>,
  now: Date,
): (tx: Db) => Promise<number> {
  const parameters = parametersOf(organizationId, batch, importOf, now);
  return async (tx) => {
    const [written] = await tx.query<{ owed: number }>(write, parameters);
    return written?.owed ?? 0;
  };
}
