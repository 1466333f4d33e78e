import {
  type FieldMapping,
  type FileFormat,
  isRecord,
  type Preview,
  type PreviewRow,
  proposeFieldMapping,
} from "@firstquadrant/core-client";
import type { Db } from "../db/db.ts";
import { findCustomFieldsByKey } from "../fields/custom-field.ts";
import { getImport } from "../imports/find-import.ts";
import type { ImportRecord } from "../imports/import-record.ts";
import { lockNamedRows } from "../mending/named-rows.ts";
import { prepareNamed } from "../mending/prepare-named.ts";
import { count, noCounts } from "./counts.ts";
import { readLedger } from "./read-state.ts";
import { hasEmail, type Settled, settle } from "./settle.ts";
import type { Intake } from "./triage.ts";

const mostSamples = 50;

/** What is tried: records as they came, or as they were read from a file. */
export interface PreviewedRecords {
  records: readonly unknown[];
  /** Why a record cannot be read, in its place. */
  problems?: readonly (string | null)[];
  /** The rejected row that a record mends, in its place. */
  rowIds?: readonly (string | null)[] | undefined;
  file?: FileFormat;
  fieldMapping?: FieldMapping;
  /** Whether they have the API's own shape, so that no mapping is to be proposed for them. */
  areReadable?: boolean;
}

/** Whether a record comes in the API's shape: it is taken in as it is, so no mapping is to be looked for. */
const hasOwnShape = (record: unknown): boolean => isRecord(record) && isRecord(record.contact);

/** The given mapping, else the import's own, else what would be proposed; null where nothing is to be mapped. */
function mappingFor(
  record: ImportRecord,
  { records, fieldMapping, areReadable = false }: PreviewedRecords,
): ImportRecord["field_mapping"] {
  if (fieldMapping !== undefined) return fieldMapping;
  if (record.field_mapping !== null || areReadable || records.every(hasOwnShape)) return record.field_mapping;
  const samples = records.slice(0, mostSamples);
  const proposal = proposeFieldMapping({ samples: [...samples], ...(record.app !== "" && { app: record.app }) });
  return Object.keys(proposal.fieldMapping).length === 0 ? null : proposal.fieldMapping;
}

const toPreviewRow = ({ row, result }: Settled): PreviewRow => {
  const contact = result.outcome === "rejected" ? null : result.contact;
  return {
    outcome: row.outcome,
    contact: contact === null ? null : { ...contact, id: row.outcome === "created" ? null : contact.id },
    changed: [...row.changed],
    warnings: [...row.warnings],
    errors: [...row.errors],
    answers: [...(row.answers ?? [])],
  };
};

/**
 * Says what would happen to records if the import took them in now, whatever its status is: they are read and decided
 * by the same code as in a real run, one after the other, and nothing is written.
 *
 * @throws AppError `not_found`
 */
export async function preview(
  db: Db,
  organizationId: string,
  importId: string,
  input: PreviewedRecords,
  now: Date,
): Promise<Preview> {
  return db.tx(async (tx) => {
    const found = await getImport(tx, organizationId, importId);
    const fieldMapping = mappingFor(found, input);
    const record = { ...found, field_mapping: fieldMapping };
    const customFields = await findCustomFieldsByKey(tx, organizationId);
    const rowIds = input.rowIds?.flatMap((rowId) => rowId ?? []) ?? [];
    const rows = await lockNamedRows(tx, organizationId, rowIds);
    const prepared = prepareNamed(input, rows, record, customFields);
    const candidates = prepared.map(({ candidate }) => candidate).filter(hasEmail);
    const ledger = await readLedger(tx, organizationId, candidates);
    const intake: Intake = {
      record,
      prepared,
      rows,
      request: {
        organizationId,
        importId,
        source: "api",
        triggerSecret: null,
        records: input.records,
        form: "many",
        onConflict: null,
        idempotency: null,
        heldIds: [],
      },
    };
    const shown = prepared.map((one) => toPreviewRow(settle(intake, one, ledger, now)));
    const counts = noCounts();
    for (const { outcome } of shown) count(counts, outcome);
    return { fieldMapping, file: input.file ?? null, rows: shown, counts };
  });
}
