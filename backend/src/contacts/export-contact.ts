import type { ContactExport, Event, ImportStatus } from "@firstquadrant/core-client";
import { type Db, statement } from "../db/db.ts";
import { findEvents } from "../events/find-event.ts";
import { type ImportRowRecord, toImportRow } from "../imports/import-rows.ts";
import { addressPattern } from "./address-pattern.ts";
import { getContact } from "./find-contact.ts";
import { findMergedAddresses } from "./merged-contacts.ts";

// A record that was rejected has no contact; that it names the address makes it this contact's.
const findRows = statement(
  "export-rows",
  `select r.*, i.name as import_name, i.status as import_status
   from import_rows r left join imports i on i.organization_id = r.organization_id and i.id = r.import_id
   where r.organization_id = $1 and (r.contact_id = $2
     or (r.contact_id is null and concat_ws(' ', r.input, r.warnings, r.errors, r.answers) ~* $3))
   order by r.id`,
);

const findEventIds = statement(
  "export-event-ids",
  `select id from events where organization_id = $1 and type like 'contact.%'
     and (data -> 'contact' ->> 'id' = $2 or data -> 'row' ->> 'id' = any($3::text[]))`,
);

const findHeld = statement(
  "export-held-records",
  `select id, import_id, kind, record, received_at from held_records
   where organization_id = $1 and record::text ~* $2 order by id`,
);

type Row = ImportRowRecord & { import_name: string | null; import_status: ImportStatus | null };

interface Held {
  id: string;
  import_id: string;
  kind: "sample" | "late";
  record: unknown;
  received_at: Date;
}

const withImport = (row: Row): ContactExport["rows"][number] => ({
  ...toImportRow(row),
  import:
    row.import_name === null || row.import_status === null
      ? null
      : { id: row.import_id, name: row.import_name, status: row.import_status },
});

/** All that is stored of a contact: what forgetting it would remove. @throws AppError `not_found` */
export async function exportContact(db: Db, organizationId: string, givenId: string): Promise<ContactExport> {
  const contact = await getContact(db, organizationId, givenId);
  const { id } = contact;
  const pattern = addressPattern([contact.email, ...(await findMergedAddresses(db, organizationId, id))]);
  const rows = await db.query<Row>(findRows, [organizationId, id, pattern]);
  const rowIds = rows.map((row) => row.id);
  const written = await db.query<{ id: string }>(findEventIds, [organizationId, id, rowIds.map((row) => `row_${row}`)]);
  const events = await findEvents(db, organizationId, [...rowIds, ...written.map((event) => event.id)]);
  const held = await db.query<Held>(findHeld, [organizationId, pattern]);
  return {
    contact,
    rows: rows.map(withImport),
    events: [...events.values()].toSorted((one: Event, other: Event) => (one.id < other.id ? -1 : 1)),
    records: held.map((one) => ({
      id: one.id,
      importId: one.import_id,
      kind: one.kind,
      record: one.record,
      receivedAt: one.received_at.toISOString(),
    })),
  };
}
