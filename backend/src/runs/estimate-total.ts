import type { RunRecord } from "./run-record.ts";

/** How many records a run's source has. */
export interface Total {
  /** Null while nothing is known of it. */
  records: number | null;
  /** False while it is an estimate. */
  isExact: boolean;
}

type Place = Pick<RunRecord, "status" | "place" | "bytes_done" | "bytes_total" | "source">;

/**
 * Says how many records a run's source has: by how much of its bytes the records so far took, by its limit where it has
 * one, and exactly once it came to its end.
 */
export function estimateTotal({ status, place, bytes_done, bytes_total, source }: Place): Total {
  if (status === "finished") return { records: place, isExact: true };
  if (bytes_done !== null && bytes_total !== null && bytes_done > 0) {
    return { records: Math.max(place, Math.round((place * bytes_total) / bytes_done)), isExact: false };
  }
  return { records: "prospects" in source ? source.prospects.limit : null, isExact: false };
}

/** Of a hundred, to one decimal; less than all of it until it came to its end. Null while nothing is known of the total. */
export function percentOf(run: Place): number | null {
  if (run.status === "finished") return 100;
  const { records } = estimateTotal(run);
  return records === null ? null : Math.min(99.9, Math.floor((run.place / Math.max(1, records)) * 1000) / 10);
}
