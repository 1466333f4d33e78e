import type { ImportCounts, Outcome } from "@firstquadrant/core-client";

export const noCounts = (): ImportCounts => ({
  received: 0,
  scheduled: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  skipped: 0,
  unqualified: 0,
  rejected: 0,
});

/** Counts one more record of this outcome: `received` always equals the sum of the others. */
export function count(counts: ImportCounts, outcome: Outcome): void {
  counts.received += 1;
  counts[outcome] += 1;
}
