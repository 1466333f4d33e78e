import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { csvOf } from "./contacts.ts";
import type { Storage } from "./storage.ts";

/** Does work with a file of the contacts of these numbers: made before anything is measured, and removed after it. */
export async function withCsvFile<Result>(
  storage: Storage,
  contacts: { from: number; to: number; version?: number },
  work: (file: string) => Promise<Result>,
): Promise<Result> {
  const { from, to, version = 0 } = contacts;
  const file = path.join(storage.folder, `bench-${from}-${to}-${version}.csv`);
  await pipeline(Readable.from(csvOf(from, to, version)), createWriteStream(file));
  try {
    return await work(file);
  } finally {
    await rm(file);
  }
}
