import { AppError } from "../errors.ts";
import { mode } from "./find-dialect.ts";

/** A line of a CSV, or a row of a sheet, with its number from 1. */
export interface Line {
  cells: readonly string[];
  line: number;
}

/** Where the names of the columns are, 0 for nowhere, and how sure that is; and what the columns are called. */
export interface FoundHeader {
  headerRow: number;
  confidence: number;
  columns: string[];
  /** The first line that is a record. */
  firstRecord: number | null;
}

const mostColumns = 1000;

const proof = [/^[^\s@]+@[^\s@]+\.[^\s@]+$/, /^https?:\/\/\S+$/i];
const isProof = (cell: string): boolean => proof.some((pattern) => pattern.test(cell.trim()));
const looksLikeNumber = (cell: string): boolean => /^[+(]?[\d\s().,/:-]{6,}$/.test(cell.trim());

/** The first line of the usual width whose cells are names and no data. Lines before it are a preamble. */
function findRow(lines: readonly Line[]): { headerRow: number; confidence: number } {
  const { width } = mode(lines.map(({ cells }) => ({ cells: [...cells] })));
  const [first] = lines.filter(({ cells }) => cells.length === width);
  if (first === undefined) return { headerRow: 0, confidence: 0 };
  if (first.cells.some(isProof)) return { headerRow: 0, confidence: 0.9 };
  if (first.cells.some(looksLikeNumber)) return { headerRow: 0, confidence: 0.7 };
  const names = first.cells.filter((cell) => cell.trim() !== "");
  const isDistinct = new Set(names).size === names.length;
  return { headerRow: first.line, confidence: isDistinct && names.length === width ? 1 : 0.8 };
}

/** Names for columns: those of the header, told apart where they repeat, or their positions. */
function nameColumns(cells: readonly string[], hasHeader: boolean): string[] {
  const taken = new Set<string>();
  return cells.slice(0, mostColumns).map((cell, index) => {
    const given = cell.trim().replace(/\s+/g, " ");
    const name = hasHeader && given !== "" ? given : `Column ${index + 1}`;
    let distinct = name;
    for (let times = 2; taken.has(distinct); times += 1) distinct = `${name} (${times})`;
    taken.add(distinct);
    return distinct;
  });
}

const noNames = (line: number): AppError =>
  new AppError(
    "validation_error",
    `Line ${line} of the file holds no names of columns.`,
    "Lines are counted from 1, blank ones too, as an editor or a spreadsheet shows them. Say 0 where none has names.",
    { details: [{ field: "headerRow", message: `is ${line}, and nothing stands there` }] },
  );

/**
 * Finds the line of the column names among the first lines, and names the columns.
 *
 * @param said Where they are, by what a person says; 0 for nowhere.
 * @throws AppError `validation_error` when there is nothing in the line that a person says.
 */
export function findHeader(lines: readonly Line[], said: number | undefined): FoundHeader {
  const { headerRow, confidence } = said === undefined ? findRow(lines) : { headerRow: said, confidence: 1 };
  const named = lines.find(({ line }) => line === headerRow);
  if (named === undefined && headerRow > 0) throw noNames(headerRow);
  const records = lines.filter(({ line }) => line > headerRow);
  const { width } = mode(records.map(({ cells }) => ({ cells: [...cells] })));
  const usual = records.find(({ cells }) => cells.length === width);
  return {
    headerRow,
    confidence,
    columns: nameColumns((named ?? usual)?.cells ?? [], named !== undefined),
    firstRecord: records[0]?.line ?? null,
  };
}
