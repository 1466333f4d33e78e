import type { FileFormat } from "@firstquadrant/core-client";
import iconv from "iconv-lite";
import { findEncoding } from "./encoding.ts";
import { findDialect, firstLines } from "./find-dialect.ts";
import { findHeader } from "./find-header.ts";
import { csvNotes, headerNotes } from "./format-notes.ts";
import { isSeparatorLine } from "./read-records.ts";

/** What a person says of a file goes before what is found. */
export interface FormatOverrides {
  encoding?: string;
  delimiter?: string;
  quote?: string;
  sheet?: string;
  headerRow?: number;
}

/** How much of a file tells how it is to be read, in bytes. */
export const beginningSize = 256 * 1024;

/**
 * Finds out how a CSV is to be read, from its beginning.
 *
 * @param beginning Its first bytes; where it goes on behind them, the last line may be cut off.
 */
export function findFormat(beginning: Buffer, overrides: FormatOverrides = {}): FileFormat {
  const isWhole = beginning.length < beginningSize;
  const encoding =
    overrides.encoding === undefined ? findEncoding(beginning) : { encoding: overrides.encoding, confidence: 1 };
  const text = iconv.decode(beginning, encoding.encoding);
  const { delimiter, quote, confidence } = findDialect(text, isWhole, overrides);
  const lines = firstLines(text, { delimiter, quote }, isWhole, overrides.headerRow).filter(
    ({ cells, line }) => !isSeparatorLine(cells, line, delimiter),
  );
  const { columns, ...header } = findHeader(lines, overrides.headerRow);
  const format = {
    encoding: encoding.encoding,
    delimiter,
    quote,
    headerRow: header.headerRow,
    columns,
    confidence: { encoding: encoding.confidence, delimiter: confidence, headerRow: header.confidence },
  };
  const notes = [...csvNotes(format), ...headerNotes(header, overrides.headerRow !== undefined)];
  return { type: "csv", sheet: null, sheets: [], ...format, said: Object.keys(overrides), notes };
}
