import type { Import, ImportFacts, ImportReference, ImportScheduleInput } from "@firstquadrant/core-client";
import { tokenFor } from "../keys/secret.ts";
import { type RunRecord, toRun } from "../runs/run-record.ts";
import { type CountColumns, countsOf } from "./count-columns.ts";

/** An import as the database keeps it. */
export interface ImportRecord extends CountColumns {
  organization_id: string;
  id: string;
  name: string;
  method: Import["method"];
  app: string;
  mode: Import["mode"];
  status: Import["status"];
  schedule: ImportScheduleInput | null;
  /** Null where it is not recurring, or does not run. */
  next_run_at: Date | null;
  prospects: Import["prospects"];
  trigger_secret: string;
  /** Where an upload's file is fetched from. */
  source_url: string | null;
  field_mapping: Import["fieldMapping"];
  on_conflict: Import["onConflict"];
  field_policies: Import["fieldPolicies"];
  unknown_fields: Import["unknownFields"];
  default_country: string | null;
  qualification: Import["qualification"];
  latest_run: RunRecord | null;
  samples: number;
  late_records: number;
  created_at: Date;
  updated_at: Date;
  started_at: Date | null;
  completed_at: Date | null;
}

const heldCount = (kind: string) => `(select count(*) from held_records h
    where h.organization_id = t.organization_id and h.import_id = t.id and h.kind = '${kind}')`;

/** The columns of an `ImportRecord`, of a relation that is named `t`. */
export const importColumns = `t.*, ${heldCount("sample")} as samples, ${heldCount("late")} as late_records,
  (select to_jsonb(r) from runs r where r.organization_id = t.organization_id and r.import_id = t.id
   order by r.id desc limit 1) as latest_run`;

export const toImportReference = ({ id, name, status }: ImportRecord): ImportReference => ({ id, name, status });

/** Under what path an import's trigger is: whoever knows it may send. */
export const triggerPath = (record: Pick<ImportRecord, "organization_id" | "id" | "trigger_secret">): string =>
  `/v5/imports/${record.id}/trigger/${tokenFor(record.organization_id, record.trigger_secret)}`;

/** An import as events tell of it. */
export const toImportFacts = (record: ImportRecord): ImportFacts => ({
  id: record.id,
  name: record.name,
  status: record.status,
  method: record.method,
  app: record.app === "" ? null : record.app,
  mode: record.mode,
  schedule:
    record.schedule === null ? null : { ...record.schedule, nextRunAt: record.next_run_at?.toISOString() ?? null },
  prospects: record.prospects,
  fieldMapping: record.field_mapping,
  onConflict: record.on_conflict,
  fieldPolicies: record.field_policies,
  unknownFields: record.unknown_fields,
  defaultCountry: record.default_country,
  qualification: record.qualification,
  counts: countsOf(record),
  samples: record.samples,
  lateRecords: record.late_records,
  lastRun: record.latest_run === null ? null : toRun(record.latest_run),
  createdAt: record.created_at.toISOString(),
  updatedAt: record.updated_at.toISOString(),
  startedAt: record.started_at?.toISOString() ?? null,
  completedAt: record.completed_at?.toISOString() ?? null,
});

/** An import as it is answered: with addresses that events do not tell, since whoever knows them may send, or fetch. */
export const toImport = (record: ImportRecord, origin: string): Import => ({
  ...toImportFacts(record),
  sourceUrl: record.source_url,
  trigger: { url: `${origin}${triggerPath(record)}` },
});
