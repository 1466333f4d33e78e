import path from "node:path";
import type { SourceFile } from "./source-file.ts";

/** A test file lists cases, and may be longer than one idea of the product. */
const maxLines = (file: string) => (file.startsWith("test/") ? 400 : 300);
const vagueNames = /^(utils?|helpers?|misc|common)(\.|$)/;
const marks = /\b(TODO|FIXME|XXX|HACK)\b|biome-ignore|eslint-disable|@ts-(ignore|expect-error|nocheck)|prettier-ignore/;

/** Marks of unfinished or silenced work. */
export function checkMarks(file: SourceFile): string[] {
  return file.text.split("\n").flatMap((line, index) => {
    const mark = marks.exec(line)?.[0];
    return mark === undefined
      ? []
      : [`${file.path}:${index + 1} contains ${mark}: finish it, or mend what it silences`];
  });
}

/** Names that say nothing about what is inside. */
export function checkNames(file: SourceFile): string[] {
  const vague = file.path.split(path.posix.sep).find((part) => vagueNames.test(part));
  return vague === undefined ? [] : [`${file.path} is called ${vague}: name it after its one idea`];
}

/** Files that only export from others, where they are not the entry of a package. */
export function checkBarrel(file: SourceFile, entries: readonly string[]): string[] {
  return file.onlyReexports && !entries.includes(file.path)
    ? [`${file.path} only exports from other files: import those where they are needed`]
    : [];
}

/** Files that are too long to be one idea. */
export function checkLength(file: SourceFile, longLists: readonly string[]): string[] {
  const lines = file.text.trimEnd().split("\n").length;
  const most = maxLines(file.path);
  return lines > most && !longLists.includes(file.path)
    ? [`${file.path} has ${lines} lines, which is more than ${most}: is it one idea?`]
    : [];
}
