import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { SaxesParser } from "saxes";
import { UnreadableFile } from "./unreadable-file.ts";

/** What is told of an XML document as it is read. Names are without prefixes. */
export interface XmlReader {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** A text or a tag longer than this, in characters, is none that a person wrote. */
const longestToken = 4 * 1024 * 1024;

const localName = (name: string): string => name.slice(name.indexOf(":") + 1);

/**
 * Reads XML as it comes. After each piece it gives way, so that its reader can hand on what it has gathered.
 *
 * @throws UnreadableFile
 */
export async function* readXml(bytes: Readable, reader: XmlReader): AsyncGenerator<void, void, undefined> {
  const parser = new SaxesParser({ xmlns: false });
  const decoder = new StringDecoder("utf8");
  let sinceToken = 0;
  parser.on("opentag", ({ name, attributes }) => {
    sinceToken = 0;
    reader.open?.(localName(name), attributes);
  });
  parser.on("text", (text) => reader.text?.(text));
  parser.on("cdata", (text) => reader.text?.(text));
  parser.on("closetag", ({ name }) => {
    sinceToken = 0;
    reader.close?.(localName(name));
  });
  parser.on("error", (error) => {
    throw error;
  });
  try {
    for await (const chunk of bytes) {
      const text = decoder.write(chunk);
      sinceToken += text.length;
      parser.write(text);
      if (sinceToken > longestToken) throw new UnreadableFile("has a text in it that is too long to be one");
      yield;
    }
    parser.close();
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    throw new UnreadableFile("is damaged: a part of the workbook cannot be read", { cause: error });
  }
  yield;
}

/** Reads a whole part that is small. @throws UnreadableFile */
export async function readWholeXml(bytes: Readable, reader: XmlReader): Promise<void> {
  for await (const _piece of readXml(bytes, reader));
}
