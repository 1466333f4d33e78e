import { numberCellText, unescapeText } from "./cell-text.ts";
import type { Sheet, Workbook } from "./open-workbook.ts";
import { readXml } from "./read-xml.ts";
import { UnreadableFile } from "./unreadable-file.ts";

/** One row of a sheet; its number is the one that the spreadsheet shows. */
export interface SheetRow {
  cells: string[];
  line: number;
  /** Why it cannot be read. */
  problem: string | null;
}

const mostColumns = 1000;

/** The number of a cell's column, from 0: `C7` is in column 2. */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of reference) {
    const value = letter.charCodeAt(0) - 64;
    if (value < 1 || value > 26) break;
    column = column * 26 + value;
  }
  return column - 1;
}

/** Reads the rows of a sheet one after the other; those without any value are left out. @throws UnreadableFile */
export async function* readSheet(workbook: Workbook, sheet: Sheet): AsyncGenerator<SheetRow, void, undefined> {
  const bytes = await workbook.archive.part(sheet.part);
  if (bytes === null) throw new UnreadableFile(`is damaged: the sheet ${JSON.stringify(sheet.name)} is missing in it`);
  const texts = await workbook.texts();
  const { styles, is1904 } = workbook;
  let done: SheetRow[] = [];
  let row: SheetRow = { cells: [], line: 0, problem: null };
  let cell = { column: -1, type: "n", style: 0 };
  let written = "";
  let isWritten = false;
  let isReading = false;

  const textOf = (): string => {
    switch (cell.type) {
      case "s":
        return texts[Number(written)] ?? "";
      case "b":
        return written === "1" ? "true" : "false";
      case "str":
      case "inlineStr":
        return unescapeText(written);
      case "e":
      case "d":
        return written;
      default:
        return numberCellText(written, styles[cell.style] ?? { kind: "number" }, is1904);
    }
  };

  const keepCell = (): void => {
    if (written === "") return;
    const text = textOf();
    if (text === "") return;
    if (cell.column >= mostColumns) {
      row.problem = `has values behind column ${mostColumns}`;
      return;
    }
    while (row.cells.length < cell.column) row.cells.push("");
    row.cells[cell.column] = text;
  };

  const reader = {
    open: (name: string, attributes: Readonly<Record<string, string>>): void => {
      if (name === "row") {
        row = { cells: [], line: Number(attributes.r) || row.line + 1, problem: null };
        cell = { column: -1, type: "n", style: 0 };
      } else if (name === "c") {
        const column = attributes.r === undefined ? cell.column + 1 : columnOf(attributes.r);
        cell = { column: Math.max(0, column), type: attributes.t ?? "n", style: Number(attributes.s ?? 0) };
        written = "";
      } else if (name === "rPh") isReading = true;
      isWritten = (name === "v" || name === "t") && !isReading;
    },
    text: (more: string): void => {
      if (isWritten) written += more;
    },
    close: (name: string): void => {
      isWritten = false;
      if (name === "rPh") isReading = false;
      else if (name === "c") keepCell();
      else if (name === "row" && (row.problem !== null || row.cells.some((text) => text.trim() !== ""))) done.push(row);
    },
  };

  for await (const _piece of readXml(bytes, reader)) {
    yield* done;
    done = [];
  }
}
