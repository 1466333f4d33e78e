import type { Contact, Event, EventData, EventType, ImportRow, ImportStatus } from "@firstquadrant/core-client";

/** An event's type with what it carries. */
type Told = { [Type in EventType]: { type: Type; data: EventData[Type] } }[EventType];

interface ImportColumns {
  import_name: string | null;
  import_status: ImportStatus | null;
}

/** An event that was written down as it is told. */
interface WrittenEvent {
  told: Told;
}

/** An event that a row of an import stands for. */
interface RowEvent extends ImportColumns {
  told: null;
  type: "contact.imported" | "contact.unqualified" | "contact.rejected";
  import_id: string;
  outcome: ImportRow["outcome"];
  input: unknown;
  contact: Contact;
  changed: string[];
  warnings: ImportRow["warnings"];
  errors: ImportRow["errors"];
}

/** An event as the database has it: see `eventColumns` and `eventJoins`. */
export type EventRecord = { id: string; created_at: Date } & (WrittenEvent | RowEvent);

/** The columns of an `EventRecord`, of `event_log t` with `eventJoins`. */
export const eventColumns = `t.id, t.type, t.import_id, t.created_at,
  case when t.data is not null then jsonb_build_object('type', t.type, 'data', t.data) end as told,
  r.outcome, r.input, r.contact, r.changed, r.warnings, r.errors, i.name as import_name, i.status as import_status`;

/** What an event that a row stands for is told from. */
export const eventJoins = `left join import_rows r
    on r.organization_id = t.organization_id and r.id = t.id and t.data is null
  left join imports i on i.organization_id = t.organization_id and i.id = t.import_id and t.data is null`;

function tellRow(record: RowEvent & { id: string; created_at: Date }): Told {
  const { contact, changed, outcome, errors, import_id: importId, import_name: name, import_status: status } = record;
  const reference = name === null || status === null ? null : { id: importId, name, status };
  const row: ImportRow = {
    id: `row_${record.id}`,
    importId,
    outcome,
    input: record.input,
    contact,
    changed,
    warnings: record.warnings,
    errors,
    createdAt: record.created_at.toISOString(),
  };
  switch (record.type) {
    case "contact.imported":
      return { type: record.type, data: { contact, import: reference, outcome, changed } };
    case "contact.unqualified":
      return { type: record.type, data: { row, import: reference } };
    case "contact.rejected":
      return { type: record.type, data: { row, import: reference, errors } };
  }
}

/** An event as the list shows it and a delivery carries it: there is no other way to make one. */
export const toEvent = (record: EventRecord): Event => ({
  id: `evt_${record.id}`,
  createdAt: record.created_at.toISOString(),
  ...(record.told ?? tellRow(record)),
});
