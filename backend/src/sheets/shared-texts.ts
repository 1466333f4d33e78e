import { unescapeText } from "./cell-text.ts";
import type { Archive } from "./open-archive.ts";
import { readWholeXml } from "./read-xml.ts";
import { UnreadableFile } from "./unreadable-file.ts";

/** All different texts of a workbook are held at once, so they are bounded: in bytes, and in number. */
const largest = 128 * 1024 ** 2;
const most = 4_000_000;

/** Reads the texts that cells refer to by their number. @throws UnreadableFile */
export async function readSharedTexts(archive: Archive, part: string): Promise<string[]> {
  const tooLarge = () => new UnreadableFile("has more different texts in it than can be held; save the sheet as CSV");
  if (archive.sizeOf(part) > largest) throw tooLarge();
  const bytes = await archive.part(part);
  const texts: string[] = [];
  if (bytes === null) return texts;
  let text = "";
  let isText = false;
  let isReading = false;
  await readWholeXml(bytes, {
    open: (name) => {
      if (name === "si") text = "";
      // How a text is pronounced is no part of it.
      if (name === "rPh") isReading = true;
      isText = name === "t";
    },
    text: (more) => {
      if (isText && !isReading) text += more;
    },
    close: (name) => {
      isText = false;
      if (name === "rPh") isReading = false;
      if (name !== "si") return;
      if (texts.length >= most) throw tooLarge();
      texts.push(unescapeText(text));
    },
  });
  return texts;
}
