import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { BenchLine } from "./bench-line.ts";

const heads = ["path", "database", "ours", "baseline", "ratio", "reach", "met?"];

const rowOf = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

/** The lines as a table in Markdown, with what they were measured on below. */
export function tableOf(lines: readonly BenchLine[], machine: readonly string[]): string {
  const rows = lines.map(({ path: what, database, ours, baseline, ratio, reach, isMet }) =>
    rowOf([what, database, ours, baseline, ratio, reach, isMet ? "yes" : "**no**"]),
  );
  return [rowOf(heads), rowOf(heads.map(() => "---")), ...rows, "", ...machine.map((fact) => `- ${fact}`)].join("\n");
}

const document = path.resolve(import.meta.dirname, "../../docs/benchmarks.md");
const begin = "<!-- The table: written by npm run bench -- --write -->";
const end = "<!-- The end of the table -->";

/** Puts the table into docs/benchmarks.md, in the place of the last one. */
export function writeTable(table: string): void {
  const [before, rest] = readFileSync(document, "utf8").split(begin);
  const [, after] = rest?.split(end) ?? [];
  if (before === undefined || after === undefined) throw new Error(`${document} has no place for the table.`);
  writeFileSync(document, `${before}${begin}\n\n${table}\n\n${end}${after}`);
}
