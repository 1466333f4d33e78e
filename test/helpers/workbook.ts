import { strToU8, zipSync } from "fflate";

/** A cell as a workbook keeps it: a text, a number with a style, or markup of one's own. */
export type Cell = string | number | boolean | null | { number: number; style: number } | { xml: string };

const escaped = (text: string): string =>
  text.replace(/[&<>]/g, (one) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[one] ?? one);

const columnName = (index: number): string =>
  index < 26 ? String.fromCharCode(65 + index) : `A${columnName(index - 26)}`;

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const relationships = (inner: string): string =>
  `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inner}</Relationships>`;

/** The styles: 0 plain, 1 a date, 2 a date with its time, 3 five digits, 4 an amount. */
const styles = `${head}<styleSheet ${main}><numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/>
<numFmt numFmtId="165" formatCode="00000"/><numFmt numFmtId="166" formatCode="[Red]#,##0.00&quot; days&quot;"/></numFmts>
<cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs><cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="14"/>
<xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs></styleSheet>`;

interface SheetContent {
  name: string;
  state?: "hidden";
  /** By the number of the row, from 1. */
  rows: Record<number, Cell[]>;
}

/** The parts of a workbook (.xlsx), before they are packed. */
export function workbookParts(sheets: SheetContent[], { is1904 = false } = {}): Record<string, Uint8Array> {
  const texts: string[] = [];
  const cellXml = (cell: Cell, reference: string): string => {
    if (cell === null) return "";
    if (typeof cell === "number") return `<c r="${reference}"><v>${cell}</v></c>`;
    if (typeof cell === "boolean") return `<c r="${reference}" t="b"><v>${cell ? 1 : 0}</v></c>`;
    if (typeof cell === "string") return `<c r="${reference}" t="s"><v>${texts.push(cell) - 1}</v></c>`;
    return "xml" in cell
      ? cell.xml.replace("REF", reference)
      : `<c r="${reference}" s="${cell.style}"><v>${cell.number}</v></c>`;
  };
  const sheetXml = ({ rows }: SheetContent): string => {
    const lines = Object.entries(rows).map(([line, cells]) => {
      const inner = cells.map((cell, index) => cellXml(cell, `${columnName(index)}${line}`)).join("");
      return `<row r="${line}">${inner}</row>`;
    });
    return `${head}<worksheet ${main}><sheetData>${lines.join("")}</sheetData></worksheet>`;
  };
  const sheetParts = sheets.map((sheet, index) => [`xl/worksheets/sheet${index + 1}.xml`, sheetXml(sheet)] as const);
  const listed = sheets.map(
    ({ name, state }, index) =>
      `<sheet name="${escaped(name)}" sheetId="${index + 1}"${state ? ` state="${state}"` : ""} r:id="r${index + 1}"/>`,
  );
  const related = sheets.map(
    (_sheet, index) =>
      `<Relationship Id="r${index + 1}" Type="${office}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
  );
  const parts: Record<string, string> = {
    "_rels/.rels": relationships(`<Relationship Id="d" Type="${office}/officeDocument" Target="xl/workbook.xml"/>`),
    "xl/workbook.xml": `${head}<workbook ${main} xmlns:r="${office}"><workbookPr${is1904 ? ' date1904="1"' : ""}/><sheets>${listed.join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relationships(
      `${related.join("")}<Relationship Id="s" Type="${office}/styles" Target="styles.xml"/><Relationship Id="t" Type="${office}/sharedStrings" Target="/xl/sharedStrings.xml"/>`,
    ),
    "xl/styles.xml": styles,
    ...Object.fromEntries(sheetParts),
    "xl/sharedStrings.xml": `${head}<sst ${main}>${texts.map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join("")}</sst>`,
  };
  return Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)]));
}

/** A workbook as a spreadsheet program writes it. */
export const workbook = (sheets: SheetContent[], options: { is1904?: boolean } = {}): Buffer =>
  Buffer.from(zipSync(workbookParts(sheets, options)));
