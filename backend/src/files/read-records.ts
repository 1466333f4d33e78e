import type { Readable } from "node:stream";
import type { FileFormat } from "@firstquadrant/core-client";
import { type CsvError, parse } from "csv-parse";
import iconv from "iconv-lite";
import { csvOptions } from "./csv-options.ts";

/** One record of a file: its values by column, or why it cannot be read. */
export interface FileRecord {
  /** The line that it ends on, from 1. */
  line: number;
  values: Record<string, string>;
  /** Null when it could be read. */
  problem: string | null;
}

/** Why each record cannot be read, with its line; null where it can. */
export const problemsOf = (records: readonly FileRecord[]): (string | null)[] =>
  records.map(({ line, problem }) => (problem === null ? null : `line ${line} ${problem}`));

const problems: Record<string, string> = {
  CSV_QUOTE_NOT_CLOSED: "has a quote that is opened and never closed",
  CSV_INVALID_CLOSING_QUOTE: "has text behind a closing quote",
  CSV_MAX_RECORD_SIZE: "is longer than a record can be; a quote is probably not closed",
};

function toRecord(cells: string[], line: number, columns: readonly string[]): FileRecord {
  const values = Object.fromEntries(columns.map((name, index) => [name, cells[index] ?? ""]));
  // Spreadsheets leave trailing empty cells out, or add some.
  const extra = cells.slice(columns.length).filter((cell) => cell.trim() !== "");
  const missing = columns.length - cells.length;
  if (extra.length > 0) {
    const more = Object.fromEntries(cells.slice(columns.length).map((cell, index) => [`Extra ${index + 1}`, cell]));
    return {
      line,
      values: { ...values, ...more },
      problem: `has ${cells.length} values for ${columns.length} columns`,
    };
  }
  const isCut = missing > 0 && cells.length === 1 && columns.length > 2;
  return { line, values, problem: isCut ? `has 1 value for ${columns.length} columns` : null };
}

/**
 * Reads the records of a file, one after the other, however large it is. A record that cannot be read is given with
 * its problem, and the next ones are read.
 */
export async function* readRecords(bytes: Readable, format: FileFormat): AsyncGenerator<FileRecord, void, undefined> {
  const bad: FileRecord[] = [];
  const parser = parse({
    ...csvOptions(format.delimiter),
    info: true,
    skip_records_with_error: true,
    on_skip: (error: CsvError | undefined, raw: string | undefined) => {
      const problem = problems[error?.code ?? ""] ?? "cannot be read";
      const line = Number(error?.lines ?? 0);
      bad.push({ line, values: { record: String(raw ?? "").slice(0, 10_000) }, problem });
    },
  });
  const decoder = iconv.decodeStream(format.encoding);
  const stop = (error: Error) => parser.destroy(error);
  bytes.once("error", stop);
  decoder.once("error", stop);
  bytes.pipe(decoder).pipe(parser);
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      while (bad.length > 0) yield bad.shift() ?? { line: 0, values: {}, problem: null };
      const isBefore = info.lines <= format.headerRow;
      const isSeparator = info.lines === 1 && /^\uFEFF?sep=.$/i.test(record.join(format.delimiter));
      if (isBefore || isSeparator) continue;
      yield toRecord(record, info.lines, format.columns);
    }
    yield* bad;
  } finally {
    bytes.destroy();
  }
}
