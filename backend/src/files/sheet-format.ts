import type { FileFormat } from "@firstquadrant/core-client";
import { AppError } from "../errors.ts";
import type { Sheet, Workbook } from "../sheets/open-workbook.ts";
import { readSheet, type SheetRow } from "../sheets/read-sheet.ts";
import { UnreadableFile } from "../sheets/unreadable-file.ts";
import { findHeader } from "./find-header.ts";
import type { FormatOverrides } from "./format.ts";
import { headerNotes } from "./format-notes.ts";

const mostRows = 50;

/** The sheet of this name, else of this number from 1; the first that is shown unless said. @throws AppError */
export function chooseSheet({ sheets }: Pick<Workbook, "sheets">, said: string | undefined): Sheet {
  const byNumber = /^\d+$/.test(said ?? "") ? sheets[Number(said) - 1] : undefined;
  const chosen =
    said === undefined
      ? (sheets.find(({ isHidden }) => !isHidden) ?? sheets[0])
      : (sheets.find(({ name }) => name === said) ?? byNumber);
  if (chosen !== undefined) return chosen;
  const message = `${JSON.stringify(said)} is not in the workbook`;
  throw new AppError(
    "validation_error",
    `The sheet ${message}.`,
    `It has: ${sheets.map(({ name }) => name).join(", ")}.`,
    { details: [{ field: "sheet", message }] },
  );
}

/** Rows of a sheet end where their values do: to find the usual width they are made as wide as the widest. */
function levelled(rows: readonly SheetRow[]): SheetRow[] {
  const filled = rows.map(({ cells }) => cells.length).toSorted((one, other) => other - one);
  const width = filled[0] ?? 0;
  return rows.map((row) => {
    // A title stands alone in its row, and is not a row of blanks with one value.
    if (row.cells.filter((cell) => cell !== "").length < 2 && width > 2) return row;
    return { ...row, cells: Array.from({ length: width }, (_, index) => row.cells[index] ?? "") };
  });
}

/**
 * Finds out how a workbook is to be read, from the beginning of a sheet.
 *
 * @throws UnreadableFile or AppError
 */
export async function findSheetFormat(workbook: Workbook, overrides: FormatOverrides): Promise<FileFormat> {
  const sheet = chooseSheet(workbook, overrides.sheet);
  const rows: SheetRow[] = [];
  for await (const row of readSheet(workbook, sheet)) {
    rows.push(row);
    if (rows.length >= mostRows && row.line > (overrides.headerRow ?? 0)) break;
  }
  if (rows.length === 0) throw new UnreadableFile(`has no values in the sheet ${JSON.stringify(sheet.name)}`);
  const { columns, ...header } = findHeader(levelled(rows), overrides.headerRow);
  const others = workbook.sheets.filter(({ name }) => name !== sheet.name).map(({ name }) => JSON.stringify(name));
  const otherNotes =
    others.length === 0 || overrides.sheet !== undefined
      ? []
      : [`The sheet ${JSON.stringify(sheet.name)} is read, and not ${others.join(", ")}. Say sheet for another.`];
  return {
    type: "xlsx",
    encoding: null,
    delimiter: null,
    quote: null,
    sheet: sheet.name,
    sheets: workbook.sheets.map(({ name }) => name),
    headerRow: header.headerRow,
    columns,
    confidence: { encoding: 1, delimiter: 1, headerRow: header.confidence },
    said: Object.keys(overrides),
    notes: [...otherNotes, ...headerNotes(header, overrides.headerRow !== undefined)],
  };
}
