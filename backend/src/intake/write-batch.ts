import type { ErrorDetail, ImportCounts, Outcome, QualificationAnswer, Warning } from "@firstquadrant/core-client";
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
  contact: unknown;
  changed: readonly string[];
  /** What was changed, as it was before; null when nothing was. */
  previous: unknown;
  warnings: readonly Warning[];
  errors: readonly ErrorDetail[];
  /** What it was asked; null when nothing was. */
  answers: readonly QualificationAnswer[] | null;
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
  /** By import: what its app is, for subscriptions that filter by it. */
  apps: Map<string, string>;
}

// A record may be nothing at all: JSON's null arrives as the database's, which says that there is no record.
// One statement for all that a batch changes. `now` is a parameter and not the clock's, so that a record's rows,
// contacts and events agree on the time, and the statement can be run by a distributed database.
const write = statement(
  "write-batch",
  `with company as (
    insert into companies (organization_id, id, domain, name_key, fields, created_at, updated_at)
    select $1::text, x.* from jsonb_to_recordset($2::jsonb) as x(
      id text, domain text, name_key text, fields jsonb, created_at timestamptz, updated_at timestamptz)
    on conflict (organization_id, id) do update set domain = excluded.domain, name_key = excluded.name_key,
      fields = excluded.fields, updated_at = excluded.updated_at
  ), contact as (
    insert into contacts (organization_id, id, email, fields, custom_properties, company_id, import_id,
      created_at, updated_at)
    select $1::text, x.* from jsonb_to_recordset($3::jsonb) as x(
      id text, email text, fields jsonb, custom_properties jsonb, company_id text, import_id text,
      created_at timestamptz, updated_at timestamptz)
    on conflict (organization_id, id) do update set email = excluded.email,
      fields = excluded.fields, custom_properties = excluded.custom_properties, company_id = excluded.company_id,
      updated_at = excluded.updated_at
  ), entry as (
    insert into import_rows (organization_id, id, import_id, run_id, outcome, input, contact_id, contact, changed, previous,
      warnings, errors, answers, created_at)
    select $1::text, x.id, x.import_id, x.run_id, x.outcome, coalesce(x.input, 'null'::jsonb), x.contact_id,
      nullif(x.contact, 'null'::jsonb), x.changed, nullif(x.previous, 'null'::jsonb), x.warnings, x.errors,
      nullif(x.answers, 'null'::jsonb), $8::timestamptz
    from jsonb_to_recordset($4::jsonb) as x(
      id text, import_id text, run_id text, outcome text, input jsonb, contact_id text, contact jsonb, changed text[],
      previous jsonb, warnings jsonb, errors jsonb, answers jsonb)
  ), counted as (
    update imports i set received = i.received + x.received, scheduled = i.scheduled + x.scheduled,
      created = i.created + x.created, updated = i.updated + x.updated, unchanged = i.unchanged + x.unchanged,
      skipped = i.skipped + x.skipped, unqualified = i.unqualified + x.unqualified, rejected = i.rejected + x.rejected
    from jsonb_to_recordset($5::jsonb) as x(
      id text, received bigint, scheduled bigint, created bigint, updated bigint, unchanged bigint, skipped bigint,
      unqualified bigint, rejected bigint)
    where i.organization_id = $1 and i.id = x.id
  ), kept as (
    insert into held_records (organization_id, id, import_id, kind, record, received_at)
    select $1::text, x.id, x.import_id, x.kind, coalesce(x.record, 'null'::jsonb), $8::timestamptz
    from jsonb_to_recordset($6::jsonb) as x(id text, import_id text, kind text, record jsonb)
  ), taken as (
    delete from held_records where organization_id = $1 and id = any($7::text[])
  ), event as (
    select * from jsonb_to_recordset($9::jsonb) as x(
      id text, type text, import_id text, status text, app text)
  ), owed as (${fanOutFrom("event", "$8::timestamptz")}
  )
  select count(*) as owed from owed`,
);

const eventTypes: Partial<Record<Outcome, string>> = {
  created: "contact.imported",
  updated: "contact.imported",
  unqualified: "contact.unqualified",
  rejected: "contact.rejected",
};

const json = (value: unknown): string => JSON.stringify(value);

/**
 * Writes a batch in one statement.
 *
 * @param importOf The import that a new contact came from, by the contact's id.
 * @returns How many deliveries are owed.
 */
export async function writeBatch(
  tx: Db,
  organizationId: string,
  batch: BatchToWrite,
  importOf: ReadonlyMap<string, string>,
  now: Date,
): Promise<number> {
  const contacts = [...batch.ledger.changedContacts.values()]
    .map((contact) => ({ ...contact, import_id: importOf.get(contact.id) ?? null }))
    .toSorted((one, other) => (one.email < other.email ? -1 : 1));
  const companies = [...batch.ledger.changedCompanies.values()].toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const events = batch.rows.flatMap(({ id, import_id, outcome }) => {
    const type = eventTypes[outcome];
    return type === undefined ? [] : [{ id, type, import_id, status: null, app: batch.apps.get(import_id) ?? "" }];
  });
  const [written] = await tx.query<{ owed: number }>(write, [
    organizationId,
    json(companies),
    json(contacts),
    json(batch.rows),
    json([...batch.counts].map(([id, counts]) => ({ id, ...counts }))),
    json(batch.held),
    batch.heldIdsTaken,
    now.toISOString(),
    json(events),
  ]);
  return written?.owed ?? 0;
}
