import { type CsvRecord, createCsvSplitter, type Dialect } from "./split-csv.ts";

const delimiters = [",", ";", "\t", "|"];
const quotes = ['"', "'"];
const mostLines = 50;

/**
 * The first records of a text. The last one may be cut off, so it is left out where there are others.
 *
 * @param from A line that they must reach, and go on behind.
 */
export function firstLines(text: string, dialect: Dialect, isWhole: boolean, from = 0): CsvRecord[] {
  const lines = createCsvSplitter(dialect)(text, true);
  const complete = isWhole || lines.length < 2 ? lines : lines.slice(0, -1);
  return complete.slice(0, complete.filter(({ line }) => line < from).length + mostLines);
}

/** How many of the lines have the most frequent number of cells, and what that number is. */
export function mode(lines: readonly Pick<CsvRecord, "cells">[]): { width: number; share: number } {
  const counts = new Map<number, number>();
  for (const { cells } of lines) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  // Lines of a single cell are a preamble, or a delimiter that is not the one.
  const weight = ([width, count]: [number, number]) => (width > 1 ? count : count / 4);
  const [width, count] = [...counts].toSorted((one, other) => weight(other) - weight(one) || other[0] - one[0])[0] ?? [
    0, 0,
  ];
  return { width, share: lines.length === 0 ? 0 : count / lines.length };
}

/** The quote that stands around whole values; only where no double one does may it be the single one. */
function findQuote(text: string): string {
  const [double = 0, single = 0] = quotes.map((quote) => {
    const around = new RegExp(
      `(?:^|[,;\\t|])${quote}(?:[^${quote}\r\n]|${quote}{2})*${quote}(?=[,;\\t|]|\r|\n|$)`,
      "gm",
    );
    return text.match(around)?.length ?? 0;
  });
  return double === 0 && single > 1 ? "'" : '"';
}

/** The delimiter that an Excel file names in its first line. */
const saidDelimiter = (text: string): string | undefined => /^sep=(.)\r?\n/i.exec(text)?.[1];

/** Finds out what stands between the values, and around them; how sure the delimiter is, is from 0 to 1. */
export function findDialect(
  text: string,
  isWhole: boolean,
  said: { delimiter?: string; quote?: string; headerRow?: number },
): Dialect & { confidence: number } {
  const quote = said.quote ?? findQuote(text);
  const named = said.delimiter ?? saidDelimiter(text);
  if (named !== undefined) return { delimiter: named, quote, confidence: 1 };
  const { headerRow = 0 } = said;
  const read = (delimiter: string) =>
    firstLines(text, { delimiter, quote }, isWhole, headerRow).filter(({ line }) => line >= headerRow);
  const [best, next] = delimiters
    .map((delimiter) => ({ delimiter, ...mode(read(delimiter)) }))
    .filter(({ width }) => width > 1)
    .toSorted((one, other) => other.share - one.share || other.width - one.width);
  // A single column has no delimiter, and any will do.
  if (best === undefined) return { delimiter: ",", quote, confidence: 0.9 };
  const isTie = next !== undefined && next.share === best.share && next.width === best.width;
  return { delimiter: best.delimiter, quote, confidence: isTie ? 0.5 : Math.round(best.share * 100) / 100 };
}
