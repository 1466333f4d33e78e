import path from "node:path/posix";
import { type NumberKind, numberKind } from "./number-format.ts";
import { type Archive, type FileBytes, openArchive } from "./open-archive.ts";
import { readWholeXml } from "./read-xml.ts";
import { readSharedTexts } from "./shared-texts.ts";
import { UnreadableFile } from "./unreadable-file.ts";

/** One sheet of a workbook, and the part of the archive that it is in. */
export interface Sheet {
  name: string;
  isHidden: boolean;
  part: string;
}

/** A workbook, with what the cells of its sheets refer to. */
export interface Workbook {
  archive: Archive;
  sheets: Sheet[];
  is1904: boolean;
  /** By the number of a style. */
  styles: NumberKind[];
  /** Read when a sheet is. */
  texts: () => Promise<string[]>;
}

interface Relation {
  type: string;
  target: string;
}

async function readRelations(archive: Archive, of: string): Promise<Map<string, Relation>> {
  const { dir, base } = path.parse(of);
  const bytes = await archive.part(path.join(dir, "_rels", `${base}.rels`));
  const relations = new Map<string, Relation>();
  if (bytes === null) return relations;
  await readWholeXml(bytes, {
    open: (name, { Id = "", Type = "", Target = "" }) => {
      if (name !== "Relationship") return;
      const target = Target.startsWith("/") ? Target.slice(1) : path.join(dir, Target);
      relations.set(Id, { type: Type.slice(Type.lastIndexOf("/") + 1), target });
    },
  });
  return relations;
}

async function readSheets(archive: Archive, main: string, relations: ReadonlyMap<string, Relation>) {
  const sheets: Sheet[] = [];
  let is1904 = false;
  const bytes = await archive.part(main);
  if (bytes === null) throw noWorkbook(archive);
  await readWholeXml(bytes, {
    open: (name, attributes) => {
      if (name === "workbookPr") is1904 = attributes.date1904 === "1" || attributes.date1904 === "true";
      if (name !== "sheet") return;
      const [, id = ""] = Object.entries(attributes).find(([key]) => /:id$/.test(key)) ?? [];
      const relation = relations.get(id);
      if (relation?.type !== "worksheet") return;
      const isHidden = (attributes.state ?? "visible") !== "visible";
      sheets.push({ name: attributes.name ?? "", isHidden, part: relation.target });
    },
  });
  return { sheets, is1904 };
}

async function readStyles(archive: Archive, part: string | undefined): Promise<NumberKind[]> {
  const bytes = part === undefined ? null : await archive.part(part);
  if (bytes === null) return [];
  const codes = new Map<number, string>();
  const styles: NumberKind[] = [];
  let isCellStyle = false;
  await readWholeXml(bytes, {
    open: (name, { numFmtId = "0", formatCode }) => {
      if (name === "numFmt") codes.set(Number(numFmtId), formatCode ?? "");
      if (name === "cellXfs") isCellStyle = true;
      if (name === "xf" && isCellStyle) styles.push(numberKind(Number(numFmtId), codes.get(Number(numFmtId))));
    },
    close: (name) => {
      if (name === "cellXfs") isCellStyle = false;
    },
  });
  return styles;
}

function noWorkbook({ names }: Archive): UnreadableFile {
  if (names.some((name) => name.endsWith("workbook.bin"))) {
    return new UnreadableFile("is a binary workbook (.xlsb); save it as .xlsx or as CSV");
  }
  if (names.includes("content.xml")) {
    return new UnreadableFile("is an OpenDocument spreadsheet (.ods); save it as .xlsx or as CSV");
  }
  return new UnreadableFile("is an archive with no workbook in it; send the CSV or the .xlsx itself");
}

/**
 * Opens a workbook (.xlsx). To be closed by its archive.
 *
 * @throws UnreadableFile
 */
export async function openWorkbook(bytes: FileBytes): Promise<Workbook> {
  const archive = await openArchive(bytes);
  try {
    const documents = [...(await readRelations(archive, ""))].map(([, relation]) => relation);
    const main = documents.find(({ type }) => type === "officeDocument")?.target ?? "xl/workbook.xml";
    if (main.endsWith(".bin")) throw noWorkbook(archive);
    const relations = await readRelations(archive, main);
    const { sheets, is1904 } = await readSheets(archive, main, relations);
    if (sheets.length === 0) throw new UnreadableFile("is a workbook without a sheet");
    const targetOf = (wanted: string) => [...relations.values()].find(({ type }) => type === wanted)?.target;
    const shared = targetOf("sharedStrings");
    return {
      archive,
      sheets,
      is1904,
      styles: await readStyles(archive, targetOf("styles")),
      texts: async () => (shared === undefined ? [] : readSharedTexts(archive, shared)),
    };
  } catch (error) {
    archive.close();
    throw error;
  }
}
