import { closeSync, existsSync, fsyncSync, openSync, readdirSync } from "node:fs";
import path from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { PGlite, type Transaction } from "@electric-sql/pglite";
import type { Db, OpenDb } from "./db.ts";
import { DurableNodeFS } from "./durable-node-fs.ts";
import { endAtOnce } from "./end-at-once.ts";
import { lockFolder } from "./folder-lock.ts";
import { currentReach } from "./reach.ts";
import { requireRoom } from "./require-room.ts";

const durableStart = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== "-F"),
  "-c",
  "fsync=on",
  "-c",
  "wal_sync_method=fsync",
];

function flushFolder(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() && !entry.isDirectory()) continue;
    const descriptor = openSync(path.join(entry.parentPath, entry.name), "r");
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }
}

const isReading = /^\s*select\b/i;

const dbOver = (source: Pick<PGlite | Transaction, "query">, tx: Db["tx"]): Db => ({
  query: async <Row>(statement: { text: string }, parameters: readonly unknown[] = []) =>
    (await source.query<Row>(statement.text, [...parameters])).rows,
  tx,
});

/** The embedded database, and the proof that its commits reach the disk. */
export interface EmbeddedDb extends OpenDb {
  /** How often the disk was told to keep what was written, since the start. */
  flushes(): number;
}

/**
 * Opens the database in a folder, and makes it where there is none. The folder belongs to this process from here on.
 *
 * Queries run one after the other. After each the event loop gets its turn: PGlite resolves in microtasks alone, and a
 * busy loop of queries would let no timer and no request through.
 */
export async function openEmbedded(folder: string): Promise<EmbeddedDb> {
  const unlock = await lockFolder(folder);
  const dataFolder = path.join(folder, "postgres");
  const isNew = !existsSync(path.join(dataFolder, "PG_VERSION"));
  const files = new DurableNodeFS(dataFolder, endAtOnce);
  const database = await PGlite.create({ fs: files, startParams: durableStart });
  if (isNew) flushFolder(dataFolder);

  // It connects as a superuser, whom no policy binds: here it is only seen to that every statement has its reach.
  const tx: Db["tx"] = async (work) => {
    currentReach();
    requireRoom(folder);
    const result = await database.transaction((transaction) => {
      const nested = dbOver(transaction, (inner) => inner(nested));
      return work(nested);
    });
    await nextTurn();
    return result;
  };

  return {
    query: async <Row>(statement: { text: string }, parameters: readonly unknown[] = []) => {
      currentReach();
      if (!isReading.test(statement.text)) requireRoom(folder);
      const { rows } = await database.query<Row>(statement.text, [...parameters]);
      await nextTurn();
      return rows;
    },
    tx,
    flushes: () => files.flushes,
    close: async () => {
      await database.close();
      unlock();
    },
  };
}
