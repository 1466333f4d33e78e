import type { Options } from "csv-parse";

/** A record longer than this, in characters, is a quote that was never closed. */
export const longestRecord = 1024 * 1024;

/** How every CSV is read: lines may end in any way, a stray quote is text, and a bad record does not stop the rest. */
export const csvOptions = (delimiter: string): Options => ({
  delimiter,
  record_delimiter: ["\r\n", "\n", "\r"],
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
  max_record_size: longestRecord,
});
