import type { Readable } from "node:stream";
import type { FileFormat } from "@firstquadrant/core-client";
import iconv from "iconv-lite";
import { createCsvSplitter, type Dialect } from "./split-csv.ts";

/** One record of a file: its values by column, or why it cannot be read. */
export interface FileRecord {
  /** The line that it begins on, from 1; in a sheet its row. */
  line: number;
  values: Record<string, string>;
  /** Null when it could be read. */
  problem: string | null;
}

/** Why each record cannot be read, with its line; null where it can. */
export const problemsOf = (records: readonly Pick<FileRecord, "line" | "problem">[]): (string | null)[] =>
  records.map(({ line, problem }) => (problem === null ? null : `line ${line} ${problem}`));

/** Of the values behind the last column so many are kept. */
const mostExtra = 100;

/** Gives cells the names of their columns. */
export function toFileRecord(
  { cells, line, problem }: { cells: readonly string[]; line: number; problem: string | null },
  columns: readonly string[],
): FileRecord {
  const values = columns.map((name, index): [string, string] => [name, cells[index] ?? ""]);
  // Spreadsheets leave trailing empty cells out, or add some.
  const isTooWide = cells.length > columns.length && cells.slice(columns.length).some((cell) => cell.trim() !== "");
  const isCut = cells.length === 1 && columns.length > 2;
  if (isTooWide) {
    const extra = cells.slice(columns.length, columns.length + mostExtra);
    values.push(...extra.map((cell, at): [string, string] => [`Extra ${at + 1}`, cell]));
  }
  const count = cells.length === 1 ? "1 value" : `${cells.length} values`;
  const ragged = isTooWide || isCut ? `has ${count} for ${columns.length} columns` : null;
  return { line, values: Object.fromEntries(values), problem: problem ?? ragged };
}

/** How a CSV is written, by what was found out or said of it. */
export const dialectOf = ({ delimiter, quote }: Pick<FileFormat, "delimiter" | "quote">): Dialect => ({
  delimiter: delimiter ?? ",",
  quote: quote ?? '"',
});

/** Whether a line only names the delimiter, as Excel reads and writes it. */
export const isSeparatorLine = (cells: readonly string[], line: number, delimiter: string): boolean =>
  line === 1 && /^sep=.$/i.test(cells.length > 1 ? cells.join(delimiter) : (cells[0] ?? ""));

/**
 * Reads the records of a CSV, one after the other, however large it is. A record that cannot be read is given with
 * its problem, and the next ones are read.
 */
export async function* readRecords(bytes: Readable, format: FileFormat): AsyncGenerator<FileRecord, void, undefined> {
  const dialect = dialectOf(format);
  const decoder = iconv.getDecoder(format.encoding ?? "utf-8");
  const split = createCsvSplitter(dialect);

  function* read(text: string, isLast: boolean): Generator<FileRecord, void, undefined> {
    for (const record of split(text, isLast)) {
      if (record.line <= format.headerRow || isSeparatorLine(record.cells, record.line, dialect.delimiter)) continue;
      yield toFileRecord(record, format.columns);
    }
  }

  for await (const chunk of bytes) yield* read(decoder.write(chunk), false);
  yield* read(decoder.end() ?? "", true);
}
