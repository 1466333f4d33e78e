import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createDatabase } from "../helpers/postgres.ts";
import type { Database } from "./bench-line.ts";

/** Where a backend keeps its data: it outlives the processes that use it. */
export interface Storage {
  database: Database;
  /** A folder of the backend's, which files of the bench may stand in as well. */
  folder: string;
  /** What the backend is started with. */
  env: Record<string, string>;
  remove(): Promise<void>;
}

const present = new Set<Storage>();

/** Makes an empty database. On PostgreSQL it is a role of its own that has it, which row-level security binds. */
export async function createStorage(database: Database): Promise<Storage> {
  const folder = await mkdtemp(path.join(tmpdir(), "fq-bench-"));
  const { url, drop } = database === "postgres" ? await createDatabase() : { url: undefined, drop: async () => {} };
  const storage: Storage = {
    database,
    folder,
    env: { DATA_DIR: folder, ...(url !== undefined && { DATABASE_URL: url }) },
    remove: async () => {
      if (!present.delete(storage)) return;
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
      await drop();
    },
  };
  present.add(storage);
  return storage;
}

/** Does work on a storage that is removed after it, however it ends. */
export async function withStorage<Result>(
  database: Database,
  work: (storage: Storage) => Promise<Result>,
): Promise<Result> {
  const storage = await createStorage(database);
  try {
    return await work(storage);
  } finally {
    await storage.remove();
  }
}

/** For a bench that is told to end in its middle. */
export async function removeStorages(): Promise<void> {
  await Promise.all([...present].map((storage) => storage.remove()));
}
