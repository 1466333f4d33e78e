import type { ImportCounts, Outcome } from "@firstquadrant/core-client";

/** The counters as the database keeps them, of imports and of runs: a column each. */
export type CountColumns = { received: number } & Record<Outcome, number>;

/** The counters of a record, without its other columns. */
export const countsOf = (record: CountColumns): ImportCounts => ({
  received: record.received,
  scheduled: record.scheduled,
  created: record.created,
  updated: record.updated,
  unchanged: record.unchanged,
  skipped: record.skipped,
  unqualified: record.unqualified,
  rejected: record.rejected,
});
