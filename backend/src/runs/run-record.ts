import type { ImportRun } from "@firstquadrant/core-client";
import { type CountColumns, countsOf } from "../imports/count-columns.ts";

/** A run as the database keeps it; its times are text where it comes inside another record. */
export interface RunRecord extends CountColumns {
  organization_id: string;
  id: string;
  import_id: string;
  status: "waiting" | "running" | "finished" | "failed";
  source: { fileId: string };
  place: number;
  error: string | null;
  created_at: Date | string;
  started_at: Date | string | null;
  ended_at: Date | string | null;
}

const time = (value: Date | string): string => new Date(value).toISOString();

export const toRun = (record: RunRecord): ImportRun => ({
  id: record.id,
  status: record.status,
  fileId: record.source.fileId,
  recordsDone: record.place,
  startedAt: record.started_at === null ? null : time(record.started_at),
  endedAt: record.ended_at === null ? null : time(record.ended_at),
  counts: countsOf(record),
  error: record.error,
});
