import {
  type FieldMapping,
  type FileFormat,
  type Preview,
  type PreviewRow,
  proposeFieldMapping,
} from "@firstquadrant/core-client";
import type { Db } from "../db/db.ts";
import { findCustomFields } from "../fields/custom-field.ts";
import { getImport } from "../imports/find-import.ts";
import type { ImportRecord } from "../imports/import-record.ts";
import { count, noCounts } from "./counts.ts";
import { prepareAll } from "./prepare.ts";
import { readLedger } from "./read-state.ts";
import { hasEmail, type Settled, settle } from "./settle.ts";
import type { Intake } from "./triage.ts";

const mostSamples = 50;

/** What is tried: records as they came, or as they were read from a file. */
export interface PreviewedRecords {
  records: readonly unknown[];
  /** Why a record cannot be read, in its place. */
  problems?: readonly (string | null)[];
  file?: FileFormat;
  fieldMapping?: FieldMapping;
}

/** The given mapping, else the import's own, else what would be proposed; null where nothing is to be mapped. */
function mappingFor(
  record: ImportRecord,
  records: readonly unknown[],
  fieldMapping: FieldMapping | undefined,
): ImportRecord["field_mapping"] {
  if (fieldMapping !== undefined) return fieldMapping;
  if (record.field_mapping !== null) return record.field_mapping;
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
    const fieldMapping = mappingFor(found, input.records, input.fieldMapping);
    const record = { ...found, field_mapping: fieldMapping };
    const customFields = new Map((await findCustomFields(tx, organizationId)).map((field) => [field.key, field]));
    const prepared = prepareAll(input.records, input.problems ?? [], record, customFields);
    const candidates = prepared.map(({ candidate }) => candidate).filter(hasEmail);
    const ledger = await readLedger(tx, organizationId, candidates);
    const intake: Intake = {
      record,
      prepared,
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
    const rows = prepared.map((one) => toPreviewRow(settle(intake, one, ledger, now)));
    const counts = noCounts();
    for (const { outcome } of rows) count(counts, outcome);
    return { fieldMapping, file: input.file ?? null, rows, counts };
  });
}
