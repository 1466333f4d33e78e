import type { ImportRun } from "./import.ts";

/** How far the present run of an import is, or how far the last one came. */
export interface ImportProgress {
  /** Null when the import never had a run: records come to it one by one. */
  run: ImportRun | null;
  recordsDone: number;
  /** How many records the source has; null while nothing is known of it. */
  recordsTotal: number | null;
  /** False while the total is an estimate. */
  isTotalExact: boolean;
  /** How much of the source's bytes is worked through; null where it has none. */
  bytesDone: number | null;
  bytesTotal: number | null;
  /** How fast it moves, the last seconds weighing most; null while it does not move. */
  recordsPerSecond: number | null;
  secondsLeft: number | null;
  /** 0 to 100; 100 only once the run came to its end. */
  percent: number | null;
}
