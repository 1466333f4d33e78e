import type { FileFormat } from "@firstquadrant/core-client";
import { parse } from "csv-parse/sync";
import iconv from "iconv-lite";
import { csvOptions } from "./csv-options.ts";
import { findEncoding } from "./encoding.ts";

/** What a person says of a file goes before what is found. */
export interface FormatOverrides {
  encoding?: string;
  delimiter?: string;
  headerRow?: number;
}

const delimiters = [",", ";", "\t", "|"];
const mostLines = 50;

interface Line {
  cells: string[];
  line: number;
}

/** Reads the first lines; the last one may be cut off, so it is left out where there are others. */
function readLines(text: string, delimiter: string): Line[] {
  const found: Line[] = [];
  parse(text, {
    ...csvOptions(delimiter),
    to: mostLines,
    // A quote that is never closed within the part that was looked at: what came before it tells enough.
    skip_records_with_error: true,
    on_record: (cells: string[], { lines }) => {
      found.push({ cells, line: lines });
      return null;
    },
  });
  return found;
}

/** How many of the lines have the most frequent number of cells, and what that number is. */
function mode(lines: readonly Line[]): { width: number; share: number } {
  const counts = new Map<number, number>();
  for (const { cells } of lines) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  // Lines of a single cell are a preamble, or a delimiter that is not the one.
  const weight = ([width, count]: [number, number]) => (width > 1 ? count : count / 4);
  const [width, count] = [...counts].toSorted((one, other) => weight(other) - weight(one) || other[0] - one[0])[0] ?? [
    0, 0,
  ];
  return { width, share: lines.length === 0 ? 0 : count / lines.length };
}

function findDelimiter(text: string): { delimiter: string; confidence: number } {
  const [, said] = /^sep=(.)\r?\n/i.exec(text) ?? [];
  if (said !== undefined) return { delimiter: said, confidence: 1 };
  const tried = delimiters.map((delimiter) => ({ delimiter, ...mode(readLines(text, delimiter)) }));
  const [best] = tried
    .filter(({ width }) => width > 1)
    .toSorted((one, other) => other.share - one.share || other.width - one.width);
  // A single column has no delimiter, and any will do.
  return best === undefined
    ? { delimiter: ",", confidence: 0.9 }
    : { delimiter: best.delimiter, confidence: Math.round(best.share * 100) / 100 };
}

const looksLikeData = (cell: string): boolean => /@[^\s@]+\.|^https?:\/\/|^[+\d][\d\s().,/:-]{3,}$/.test(cell.trim());

/** The first line of the usual width whose cells are names and no data. Lines before it are a preamble. */
function findHeader(lines: readonly Line[]): { headerRow: number; confidence: number } {
  const { width } = mode(lines);
  const wide = lines.filter(({ cells }) => cells.length === width);
  const [first] = wide;
  if (first === undefined) return { headerRow: 0, confidence: 0 };
  const names = first.cells.filter((cell) => cell.trim() !== "");
  if (first.cells.some(looksLikeData)) return { headerRow: 0, confidence: 0.7 };
  const isDistinct = new Set(names).size === names.length;
  return { headerRow: first.line, confidence: isDistinct && names.length === width ? 1 : 0.8 };
}

/** Names for columns: those of the header, told apart where they repeat, or their positions. */
function nameColumns(cells: readonly string[], hasHeader: boolean): string[] {
  const seen = new Map<string, number>();
  return cells.map((cell, index) => {
    const name = hasHeader && cell.trim() !== "" ? cell : `Column ${index + 1}`;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
}

/**
 * Finds out how a file is to be read, from its beginning.
 *
 * @param beginning Its first bytes, some hundred thousand.
 */
export function findFormat(beginning: Buffer, overrides: FormatOverrides = {}): FileFormat {
  const encoding =
    overrides.encoding === undefined ? findEncoding(beginning) : { encoding: overrides.encoding, confidence: 1 };
  const text = iconv.decode(beginning, encoding.encoding);
  const delimiter =
    overrides.delimiter === undefined ? findDelimiter(text) : { delimiter: overrides.delimiter, confidence: 1 };
  const lines = readLines(text, delimiter.delimiter).filter(({ cells }) => !/^sep=.$/i.test(cells.join("")));
  const header =
    overrides.headerRow === undefined ? findHeader(lines) : { headerRow: overrides.headerRow, confidence: 1 };
  const { width } = mode(lines);
  const named = lines.find(({ line }) => line === header.headerRow);
  const widest = lines.find(({ cells }) => cells.length === width);
  return {
    encoding: encoding.encoding,
    delimiter: delimiter.delimiter,
    headerRow: header.headerRow,
    columns: nameColumns((named ?? widest)?.cells ?? [], named !== undefined),
    confidence: { encoding: encoding.confidence, delimiter: delimiter.confidence, headerRow: header.confidence },
  };
}
