import type { Contact, Event, ImportStatus } from "@firstquadrant/core-client";
import { type ImportRowRecord, toImportRow } from "../imports/import-rows.ts";
import type { Told } from "./told.ts";

/** An event that was written down as it is told. */
interface WrittenEvent {
  id: string;
  created_at: Date;
  told: Told;
}

/** An event that a row of an import stands for. */
interface RowEvent extends ImportRowRecord {
  told: null;
  type: "contact.imported" | "contact.unqualified" | "contact.rejected";
  contact: Contact;
  import_name: string | null;
  import_status: ImportStatus | null;
}

/** An event as the database has it: see `eventColumns` and `eventJoins`. */
export type EventRecord = WrittenEvent | RowEvent;

/** The columns of an `EventRecord`, of `event_log t` with `eventJoins`: what came in is only read where it is told. */
export const eventColumns = `t.id, t.type, t.import_id, t.created_at,
  case when t.data is not null then jsonb_build_object('type', t.type, 'data', t.data) end as told,
  r.outcome, case when t.type <> 'contact.imported' then r.input end as input, r.contact, r.changed, r.warnings, r.errors, r.undone_at,
  r.answers, r.decided_by, i.name as import_name, i.status as import_status`;

/** What an event that a row stands for is told from. */
export const eventJoins = `left join import_rows r
    on r.organization_id = t.organization_id and r.id = t.id and t.data is null
  left join imports i on i.organization_id = t.organization_id and i.id = t.import_id and t.data is null`;

function tellRow(record: RowEvent): Told {
  const { type, contact, outcome, changed, errors, import_id: id, import_name: name, import_status: status } = record;
  const reference = name === null || status === null ? null : { id, name, status };
  switch (type) {
    case "contact.imported":
      return { type, data: { contact, import: reference, outcome, changed } };
    case "contact.unqualified":
      // Also while the row waits to be asked again: what was told of it stays as it was.
      return { type, data: { row: toImportRow({ ...record, outcome: "unqualified" }), import: reference } };
    case "contact.rejected":
      return { type, data: { row: toImportRow(record), import: reference, errors } };
  }
}

/** An event as the list shows it and a delivery carries it: there is no other way to make one. */
export const toEvent = (record: EventRecord): Event => ({
  id: `evt_${record.id}`,
  createdAt: record.created_at.toISOString(),
  ...(record.told ?? tellRow(record)),
});
