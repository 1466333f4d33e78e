import type { ImportRun } from "@firstquadrant/core-client";
import { type CountColumns, countsOf } from "../imports/count-columns.ts";
import { estimateTotal, percentOf } from "./estimate-total.ts";
import type { RunSource } from "./run-source.ts";

/** A run as the database keeps it; its times are text where it comes inside another record. */
export interface RunRecord extends CountColumns {
  organization_id: string;
  id: string;
  import_id: string;
  status: "waiting" | "running" | "finished" | "failed";
  source: RunSource;
  place: number;
  bytes_done: number | null;
  bytes_total: number | null;
  /** When it was claimed or moved on, and how fast it moves. */
  moved_at: Date | string | null;
  records_per_second: number | null;
  error: string | null;
  /** How often its source could not be got at. */
  attempts: number;
  is_unchanged: boolean;
  created_at: Date | string;
  started_at: Date | string | null;
  ended_at: Date | string | null;
}

const time = (value: Date | string): string => new Date(value).toISOString();

export const toRun = (record: RunRecord): ImportRun => ({
  id: record.id,
  status: record.status,
  fileId: "fileId" in record.source ? record.source.fileId : null,
  recordsDone: record.place,
  recordsTotal: estimateTotal(record).records,
  percent: percentOf(record),
  isUnchanged: record.is_unchanged,
  startedAt: record.started_at === null ? null : time(record.started_at),
  endedAt: record.ended_at === null ? null : time(record.ended_at),
  counts: countsOf(record),
  error: record.error,
});
