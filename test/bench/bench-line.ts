/** The databases that everything is measured on. */
export type Database = "embedded" | "postgres";

/** One line of the table that is printed at the end. */
export interface BenchLine {
  /** What was measured, and with how much. */
  path: string;
  database: Database;
  ours: string;
  baseline: string;
  /** Ours by the baseline; empty where there is no baseline. */
  ratio: string;
  /** What was set out to be reached. */
  reach: string;
  isMet: boolean;
}

/** A number as people read it: 1,234,567 or 0.42. */
export const readable = (value: number): string =>
  value.toLocaleString("en-US", { maximumFractionDigits: value >= 100 ? 0 : 2 });

/** A count per second. */
export const perSecond = (value: number, what: string): string => `${readable(value)} ${what}/s`;

/** How one measure stands to another, as the table shows it. */
export const ratioOf = (ours: number, baseline: number): string => (ours / baseline).toFixed(2);
