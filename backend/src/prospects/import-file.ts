import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { type FieldMapping, proposeFieldMapping, type Warning } from "@firstquadrant/core-client";
import type { Db } from "../db/db.ts";
import { AppError } from "../errors.ts";
import { type FormatOverrides, findFormat } from "../files/format.ts";
import { type FileRecord, readRecords } from "../files/read-records.ts";
import { prepare } from "../intake/prepare.ts";
import { hasEmail } from "../intake/settle.ts";
import { writeProspects } from "./write-prospects.ts";

const beginningSize = 256 * 1024;
const batchSize = 500;
const mostSamples = 50;
/** Below this, an encoding is a guess. */
const sureEnough = 0.8;

/** What a file brought: `tell` was told of each line that brought nothing, or not all that it says. */
export interface FileImport {
  added: number;
  changed: number;
  rejected: number;
  /** Columns that are no field. */
  leftOut: string[];
}

async function beginningOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(beginningSize), 0, beginningSize, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** How a file's columns become fields: by their names and the look of their values. */
async function mappingOf(records: AsyncIterable<FileRecord>, headers: readonly string[]) {
  const samples: unknown[] = [];
  for await (const { values } of records) if (samples.push(values) >= mostSamples) break;
  const { fieldMapping, unmatched } = proposeFieldMapping({ headers, samples });
  if (fieldMapping.email !== undefined) return { fieldMapping, leftOut: unmatched };
  throw new AppError(
    "validation_error",
    "None of the columns is an email address, which prospects are told apart by.",
    `Name the column "email". The columns are: ${headers.join(", ")}.`,
  );
}

const sentenceOf = ({ field, message }: Warning): string => (field === "" ? message : `${field} ${message}`);

/** Reads a line; null, and told, where it can be no prospect. */
function readLine({ line, values, problem }: FileRecord, fieldMapping: FieldMapping, tell: (sentence: string) => void) {
  if (problem !== null) {
    tell(`line ${line} ${problem}`);
    return null;
  }
  const rules = { field_mapping: fieldMapping, default_country: null, unknown_fields: "warn" } as const;
  const candidate = prepare(values, rules, new Map());
  for (const one of [...candidate.errors, ...candidate.warnings]) tell(`line ${line}: ${sentenceOf(one)}`);
  return hasEmail(candidate) ? candidate : null;
}

/**
 * Adds the prospects of a CSV. Each batch is a transaction of its own: a file that was cut off is imported again, and
 * whoever is there is changed into what the file says.
 *
 * @throws AppError When it is not sure how the file is to be read, or no column is an address.
 */
export async function importFile(
  db: Db,
  path: string,
  { overrides, tell, clock }: { overrides: FormatOverrides; tell: (sentence: string) => void; clock: () => Date },
): Promise<FileImport> {
  const format = findFormat(await beginningOf(path), overrides);
  if (format.confidence.encoding < sureEnough) {
    throw new AppError(
      "validation_error",
      `How the file is encoded is not sure; ${format.encoding} is a guess.`,
      "Say it with --encoding: utf-8, windows-1252, utf-16le, …",
    );
  }
  const read = () => readRecords(createReadStream(path), format);
  const { fieldMapping, leftOut } = await mappingOf(read(), format.columns);
  const done: FileImport = { added: 0, changed: 0, rejected: 0, leftOut };
  let batch: Parameters<typeof writeProspects>[1][number][] = [];
  const store = async () => {
    const stored = batch;
    batch = [];
    const { added, changed } = await db.tx((tx) => writeProspects(tx, stored, clock()));
    done.added += added;
    done.changed += changed;
  };
  for await (const record of read()) {
    const candidate = readLine(record, fieldMapping, tell);
    if (candidate === null) done.rejected += 1;
    else if (batch.push(candidate) >= batchSize) await store();
  }
  if (batch.length > 0) await store();
  return done;
}
