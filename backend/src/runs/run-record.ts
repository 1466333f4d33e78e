import type { ImportRun } from "@firstquadrant/core-client";

/** A run as the database keeps it; its times are text where it comes inside another record. */
export interface RunRecord {
  organization_id: string;
  id: string;
  import_id: string;
  status: "waiting" | "running" | "finished" | "failed";
  source: { fileId: string };
  place: number;
  received: number;
  scheduled: number;
  created: number;
  updated: number;
  unchanged: number;
  skipped: number;
  unqualified: number;
  rejected: number;
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
  counts: {
    received: record.received,
    scheduled: record.scheduled,
    created: record.created,
    updated: record.updated,
    unchanged: record.unchanged,
    skipped: record.skipped,
    unqualified: record.unqualified,
    rejected: record.rejected,
  },
  error: record.error,
});
