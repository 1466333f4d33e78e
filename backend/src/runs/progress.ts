import type { ImportProgress } from "@firstquadrant/core-client";
import { runLeaseMs } from "./claim-run.ts";
import { estimateTotal } from "./estimate-total.ts";
import { type RunRecord, toRun } from "./run-record.ts";

const nothing: ImportProgress = {
  run: null,
  recordsDone: 0,
  recordsTotal: null,
  isTotalExact: false,
  bytesDone: null,
  bytesTotal: null,
  recordsPerSecond: null,
  secondsLeft: null,
  percent: null,
};

/** How fast a run moves; null when it does not run, or whoever worked on it gave no sign of life for long. */
function speedOf({ status, moved_at, records_per_second }: RunRecord, now: Date): number | null {
  if (status !== "running" || moved_at === null || records_per_second === null) return null;
  const isMoving = now.getTime() - new Date(moved_at).getTime() <= runLeaseMs;
  return isMoving && records_per_second > 0 ? records_per_second : null;
}

/** How many seconds are left, at this speed; null while that cannot be said. */
function timeLeft({ status, place }: RunRecord, total: number | null, speed: number | null): number | null {
  if (status === "finished") return 0;
  return speed === null || total === null ? null : Math.ceil((total - place) / speed);
}

/** Tells how far a run is, and when it is likely to end. */
export function progressOf(run: RunRecord | null, now: Date): ImportProgress {
  if (run === null) return nothing;
  const shown = toRun(run);
  const { isExact } = estimateTotal(run);
  const speed = speedOf(run, now);
  return {
    run: shown,
    recordsDone: run.place,
    recordsTotal: shown.recordsTotal,
    isTotalExact: isExact,
    bytesDone: run.status === "finished" ? run.bytes_total : run.bytes_done,
    bytesTotal: run.bytes_total,
    recordsPerSecond: speed === null ? null : Math.round(speed * 10) / 10,
    secondsLeft: timeLeft(run, shown.recordsTotal, speed),
    percent: shown.percent,
  };
}
