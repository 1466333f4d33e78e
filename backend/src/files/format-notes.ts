import type { FileFormat } from "@firstquadrant/core-client";
import type { FoundHeader } from "./find-header.ts";

const percent = (share: number): string => `${Math.round(share * 100)}%`;

const lines = (from: number, to: number): string =>
  from === to ? `Line ${from} stands` : `Lines ${from} to ${to} stand`;

/** What a person should know of where the columns' names were found. */
export function headerNotes(
  { headerRow, confidence, firstRecord }: Omit<FoundHeader, "columns">,
  isSaid: boolean,
): string[] {
  if (headerRow > 1)
    return [`${lines(1, headerRow - 1)} before the names of the columns, and what is there is not read.`];
  if (headerRow === 0 && !isSaid) {
    const where = firstRecord === null ? "No line" : `Line ${firstRecord}`;
    return [
      firstRecord === null
        ? "There is no line in it that could be read."
        : `${where} looks like a contact, so the columns have no names here, and are called by their positions. Say headerRow if they have.`,
    ];
  }
  return confidence < 0.9
    ? ["Some columns have no name, or share one: they are called by their positions, or numbered."]
    : [];
}

/** What is a guess in how a CSV is read. */
export function csvNotes({
  encoding,
  delimiter,
  confidence,
}: Pick<FileFormat, "encoding" | "delimiter" | "confidence">) {
  const notes: string[] = [];
  if (confidence.encoding < 0.8) {
    notes.push(
      `That it is encoded as ${encoding} is a guess. See whether names with accents are right, and say the encoding.`,
    );
  }
  if (confidence.delimiter < 0.8) {
    const named = JSON.stringify(delimiter);
    notes.push(
      `That ${named} stands between the values is not sure: it fits ${percent(confidence.delimiter)} of the lines.`,
    );
  }
  return notes;
}
