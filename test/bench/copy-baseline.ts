import { createReadStream, createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { connectDirectly, type DirectConnection } from "./direct-connection.ts";
import { say } from "./say.ts";
import type { Storage } from "./storage.ts";

const attempts = 2;

const everyContact = "select * from contacts order by id";

/** Copies all contacts out, and gives the way to copy them in again. */
interface Copy {
  out(): Promise<void>;
  in(): Promise<void>;
}

/** The way of `psql`: the rows come to the client, and go from it. */
function throughClient(client: pg.Client, file: string): Copy {
  return {
    out: () => pipeline(client.query(copyTo(`copy (${everyContact}) to stdout`)), createWriteStream(file)),
    in: () => pipeline(createReadStream(file), client.query(copyFrom("copy copy_target from stdin"))),
  };
}

/** The embedded database reads and writes files of its own folder, by the path that it knows them under. */
function throughOwnFolder(connection: DirectConnection, name: string): Copy {
  return {
    out: async () => {
      await connection.query(`copy (${everyContact}) to '/pglite/data/${name}'`);
    },
    in: async () => {
      await connection.query(`copy copy_target from '/pglite/data/${name}'`);
    },
  };
}

/** How long it takes to copy what is in the file into an empty table that is indexed as contacts are, in seconds. */
async function timeCopy(connection: DirectConnection, copy: Copy, rows: number): Promise<number> {
  await connection.query("drop table if exists copy_target");
  await connection.query("create table copy_target (like contacts including all)");
  const start = performance.now();
  await copy.in();
  const seconds = (performance.now() - start) / 1000;
  const [found] = await connection.query<{ count: number }>("select count(*)::integer as count from copy_target");
  if (found?.count !== rows) throw new Error(`COPY left ${found?.count} rows, and not ${rows}.`);
  return seconds;
}

/**
 * Copies the contacts of a storage, as the backend left them, into a table of the same indexes.
 *
 * @param storage One whose backend has ended.
 * @param rows How many contacts are there.
 * @returns Rows a second, of the better of two attempts.
 */
export async function copyContacts(storage: Storage, rows: number): Promise<number> {
  const connection = await connectDirectly(storage);
  const name = "contacts.copy";
  const file = path.join(storage.folder, connection.client === null ? "postgres" : "", name);
  const copy = connection.client ? throughClient(connection.client, file) : throughOwnFolder(connection, name);
  try {
    await copy.out();
    let best = Number.POSITIVE_INFINITY;
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      best = Math.min(best, await timeCopy(connection, copy, rows));
    }
    say(`  COPY: ${Math.round(rows / best)} rows/s`);
    return rows / best;
  } finally {
    await connection.close();
    await rm(file, { force: true });
  }
}
