import { homedir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import { z } from "zod";
import { listFiles, readFile } from "./repository-files.ts";

const Versions = z.record(z.string(), z.string()).default({});
const Manifest = z.object({
  name: z.string(),
  license: z.string().optional(),
  dependencies: Versions,
  devDependencies: Versions,
});

const files = listFiles();
const manifests = files
  .filter((file) => /^([^/]+\/)?package\.json$/.test(file))
  .map((file) => ({ file, ...Manifest.parse(JSON.parse(readFile(file))) }));
const dependencies = manifests.flatMap(({ file, ...manifest }) =>
  Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).map(([name, version]) => ({
    file,
    name,
    version,
  })),
);

describe("the packages", () => {
  test("have the names by which they are known", () => {
    expect(Object.fromEntries(manifests.map(({ file, name }) => [path.dirname(file), name]))).toEqual({
      ".": "firstquadrant-connect",
      backend: "@firstquadrant/backend",
      "core-client": "@firstquadrant/core-client",
      "n8n-nodes": "n8n-nodes-firstquadrant",
      test: "@firstquadrant/test",
      "zapier-app": "firstquadrant-zapier",
    });
  });

  test("each say their licence", () => {
    expect(manifests.filter((manifest) => manifest.license !== "MIT").map(({ file }) => file)).toEqual([]);
  });

  test("depend on exact versions", () => {
    const exact = /^(\d+\.\d+\.\d+(-[\w.]+)?|workspace:\*)$/;
    expect(dependencies.filter(({ version }) => !exact.test(version))).toEqual([]);
  });

  test("agree on the version of what several of them use", () => {
    const first = new Map(dependencies.toReversed().map(({ name, version }) => [name, version]));
    expect(dependencies.filter(({ name, version }) => first.get(name) !== version)).toEqual([]);
  });
});

describe("every file", () => {
  /** The lines of all text files that are found to be wrong, as `file:line`. */
  function linesWith(isWrong: (line: string) => boolean): string[] {
    return files.flatMap((file) => {
      const text = readFile(file);
      if (text.includes("\0")) return [];
      return text.split("\n").flatMap((line, index) => (isWrong(line) ? [`${file}:${index + 1}`] : []));
    });
  }

  test("is free of paths of the machine it was written on", () => {
    // A home that is the file system's root would fit every path.
    const own = [path.resolve(__dirname, "../.."), homedir()].filter((folder) => folder.length > 1);
    const isOwn = (word: string) => own.some((folder) => word.startsWith(`${folder}/`));
    const homes = /(^|[^\w./-])(\/home\/\w|\/Users\/\w|\/root\/|[A-Z]:\\+Users\\)/;
    expect(linesWith((line) => homes.test(line) || line.split(/[\s"'`=()]/).some(isOwn))).toEqual([]);
  });

  test("is free of the address of a package registry", () => {
    const address = /https?:\/\/(registry|deb|security|snapshot)[.]|^\s*(registry|tarball)\s*[:=]/;
    expect(linesWith((line) => address.test(line))).toEqual([]);
  });
});
