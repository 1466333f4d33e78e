import { parseArgs } from "node:util";
import type { Database } from "./bench-line.ts";

export const sectionNames = ["singles", "batches", "uploads", "present", "memory", "deliveries"] as const;
export type SectionName = (typeof sectionNames)[number];

/** How much is measured on a database. */
export interface Sizes {
  /** How long single contacts are sent, after the warm-up. */
  seconds: number;
  batches: number;
  uploads: number;
  /** Rows that are uploaded, and contacts that are there already. */
  present: { rows: number; there: number };
  memory: { rows: number; moreRows: number };
}

const usual: Record<Database, Sizes> = {
  embedded: {
    seconds: 10,
    batches: 100_000,
    uploads: 200_000,
    present: { rows: 100_000, there: 1_000_000 },
    memory: { rows: 200_000, moreRows: 1_000_000 },
  },
  postgres: {
    seconds: 10,
    batches: 100_000,
    uploads: 1_000_000,
    present: { rows: 300_000, there: 10_000_000 },
    memory: { rows: 1_000_000, moreRows: 10_000_000 },
  },
};

/** What the command's words ask for. */
export interface Order {
  sections: readonly SectionName[];
  databases: readonly Database[];
  sizes: Record<Database, Sizes>;
  /** Whether the table goes into docs/benchmarks.md. */
  isWritten: boolean;
}

export const usage = `npm run bench -- [sections] [--postgres] [--embedded] [--rows <number>] [--seconds <number>] [--write]

  sections     of ${sectionNames.join(", ")}; all when none is named
  --postgres   on PostgreSQL alone; --embedded on the embedded database alone
  --rows       instead of the usual sizes: this many rows in batches and uploads, ten times as many contacts present,
               and memory over this many rows and ten times as many
  --seconds    how long single contacts are sent (10)
  --write      puts the table into docs/benchmarks.md`;

function readNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} ${text} is no positive number.\n\n${usage}`);
  return value;
}

const sized = (sizes: Sizes, rows: number | undefined, seconds: number | undefined): Sizes => ({
  ...sizes,
  ...(seconds !== undefined && { seconds }),
  ...(rows !== undefined && {
    batches: rows,
    uploads: rows,
    present: { rows, there: rows * 10 },
    memory: { rows, moreRows: rows * 10 },
  }),
});

/** Reads the command's words. @throws When one of them means nothing. */
export function readOrder(words: string[]): Order {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: {
      postgres: { type: "boolean" },
      embedded: { type: "boolean" },
      rows: { type: "string" },
      seconds: { type: "string" },
      write: { type: "boolean" },
    },
  });
  const unknown = positionals.filter((name) => !sectionNames.some((section) => section === name));
  if (unknown.length > 0) throw new Error(`There is no section ${unknown.join(", ")}.\n\n${usage}`);
  const databases: Database[] = [
    ...(values.embedded || !values.postgres ? (["embedded"] as const) : []),
    ...(values.postgres || !values.embedded ? (["postgres"] as const) : []),
  ];
  const rows = readNumber("rows", values.rows);
  const seconds = readNumber("seconds", values.seconds);
  return {
    sections: sectionNames.filter((name) => positionals.length === 0 || positionals.includes(name)),
    databases,
    sizes: {
      embedded: sized(usual.embedded, rows, seconds),
      postgres: sized(usual.postgres, rows, seconds),
    },
    isWritten: values.write ?? false,
  };
}
