import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, type ReadStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";

/** What a file is, once all of it is on the disk. */
export interface StoredBytes {
  size: number;
  /** SHA-256 of its bytes. */
  digest: string;
}

/** Where uploaded files are, by organization. */
export interface FileStore {
  /** Receives a file whole: when it resolves, the disk has it. What breaks off leaves nothing. */
  receive(organizationId: string, fileId: string, bytes: Readable): Promise<StoredBytes>;
  /**
   * Goes on with a file from a place in it: when it resolves, the disk has what came. What breaks off leaves what came
   * before.
   *
   * @returns Where the file ends then.
   */
  append(organizationId: string, fileId: string, place: number, bytes: AsyncIterable<Uint8Array>): Promise<number>;
  /** How much of a file the disk has for sure; 0 when there is none. */
  sizeOf(organizationId: string, fileId: string): Promise<number>;
  measure(organizationId: string, fileId: string): Promise<StoredBytes>;
  /** The first bytes of a file, at most so many. */
  beginning(organizationId: string, fileId: string, most: number): Promise<Buffer>;
  /** All of a file, or from one place in it up to, and without, another. */
  read(organizationId: string, fileId: string, range?: { from: number; to: number }): ReadStream;
  remove(organizationId: string, fileId: string): Promise<void>;
  /** All that is there of an organization, whole or not, and when each was last written. A file's name is its id. */
  list(organizationId: string): Promise<{ name: string; writtenAt: Date }[]>;
}

const unfinishedEnding = ".part";

const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";

async function flush(place: string): Promise<void> {
  const handle = await open(place, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Lets bytes through, and knows how many they were and their digest. */
function createMeter() {
  const hash = createHash("sha256");
  let size = 0;
  const through = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      hash.update(chunk);
      size += chunk.length;
      done(null, chunk);
    },
  });
  return { through, read: (): StoredBytes => ({ size, digest: hash.digest("hex") }) };
}

/** Keeps files in the data folder. Several processes share them only if they share that folder. */
export function createFileStore(dataFolder: string): FileStore {
  const folderOf = (organizationId: string) => path.join(dataFolder, "files", organizationId);
  const placeOf = (organizationId: string, fileId: string) => path.join(folderOf(organizationId), fileId);

  async function makeFolder(organizationId: string): Promise<string> {
    const folder = folderOf(organizationId);
    const made = await mkdir(folder, { recursive: true, mode: 0o700 });
    if (made !== undefined) for (const above of [path.dirname(folder), dataFolder]) await flush(above);
    return folder;
  }

  return {
    receive: async (organizationId, fileId, bytes) => {
      const folder = await makeFolder(organizationId);
      const place = placeOf(organizationId, fileId);
      const unfinished = `${place}${unfinishedEnding}`;
      const meter = createMeter();
      try {
        await pipeline(bytes, meter.through, createWriteStream(unfinished, { mode: 0o600 }));
        await flush(unfinished);
        await rename(unfinished, place);
        await flush(folder);
      } catch (error) {
        await rm(unfinished, { force: true });
        throw error;
      }
      return meter.read();
    },
    append: async (organizationId, fileId, place, bytes) => {
      const folder = await makeFolder(organizationId);
      const file = placeOf(organizationId, fileId);
      const isNew = place === 0;
      const handle = await open(file, isNew ? "w" : "r+", 0o600);
      let end = place;
      try {
        if (isNew) await flush(folder);
        for await (const chunk of bytes) {
          let written = 0;
          while (written < chunk.length) {
            const { bytesWritten } = await handle.write(chunk, written, chunk.length - written, end);
            written += bytesWritten;
            end += bytesWritten;
          }
        }
      } finally {
        await handle.sync().finally(() => handle.close());
      }
      return end;
    },
    sizeOf: async (organizationId, fileId) => {
      const file = placeOf(organizationId, fileId);
      try {
        await flush(file);
        return (await stat(file)).size;
      } catch (error) {
        if (isMissing(error)) return 0;
        throw error;
      }
    },
    measure: async (organizationId, fileId) => {
      const meter = createMeter();
      meter.through.resume();
      await pipeline(createReadStream(placeOf(organizationId, fileId)), meter.through);
      return meter.read();
    },
    beginning: async (organizationId, fileId, most) => {
      const handle = await open(placeOf(organizationId, fileId), "r");
      try {
        const { bytesRead, buffer } = await handle.read(Buffer.alloc(most), 0, most, 0);
        return buffer.subarray(0, bytesRead);
      } finally {
        await handle.close();
      }
    },
    read: (organizationId, fileId, range) =>
      createReadStream(
        placeOf(organizationId, fileId),
        range === undefined ? {} : { start: range.from, end: range.to - 1 },
      ),
    remove: (organizationId, fileId) => rm(placeOf(organizationId, fileId), { force: true }),
    list: async (organizationId) => {
      const folder = folderOf(organizationId);
      const names = await readdir(folder).catch((error: unknown) => {
        if (isMissing(error)) return [];
        throw error;
      });
      const found = [];
      for (const name of names) {
        const known = await stat(path.join(folder, name)).catch(() => null);
        if (known !== null) found.push({ name, writtenAt: known.mtime });
      }
      return found;
    },
  };
}
