import { describe, expect, test } from "@jest/globals";
import { checkCycles, checkImports, checkSelfContained } from "./check-imports.ts";
import { checkBarrel, checkLength, checkMarks, checkNames } from "./check-text.ts";
import { listFiles, readFile } from "./repository-files.ts";
import { parseSourceFile } from "./source-file.ts";
import { entries, longLists, selfContained, zones } from "./zones.ts";

const isSource = (file: string) => /\.(ts|tsx|mjs)$/.test(file) && !file.endsWith(".d.ts");
const files = listFiles()
  .filter(isSource)
  .map((file) => parseSourceFile(file, readFile(file)));
const shipped = files.filter((file) => !file.path.startsWith("test/"));

describe("the layout", () => {
  test("is read from the files of every package", () => {
    const folders = new Set(shipped.map((file) => file.path.split("/")[0]));
    expect([...folders].sort()).toEqual(["backend", "core-client", "n8n-nodes", "tools", "zapier-app"]);
  });

  test("every import is one that the table allows", () => {
    expect(checkImports(files, zones)).toEqual([]);
  });

  test.each(selfContained)("%s reaches no package and no name of a host", (entry) => {
    expect(checkSelfContained(files, entry)).toEqual([]);
  });

  test("no module imports itself, over however many others", () => {
    expect(checkCycles(files)).toEqual([]);
  });

  test("no shipped file carries a mark of unfinished or silenced work", () => {
    expect(shipped.flatMap(checkMarks)).toEqual([]);
  });

  test("no shipped folder or file has a name that says nothing", () => {
    expect(shipped.flatMap(checkNames)).toEqual([]);
  });

  test("only the entries of packages do nothing but export from other files", () => {
    expect(shipped.flatMap((file) => checkBarrel(file, entries))).toEqual([]);
  });

  test("every file is short enough to be one idea", () => {
    expect(files.flatMap((file) => checkLength(file, longLists))).toEqual([]);
  });
});
