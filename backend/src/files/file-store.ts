import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";

/** Where uploaded files are, by organization. */
export interface FileStore {
  /**
   * Receives a file whole: when it resolves, the disk has it. What breaks off leaves nothing.
   *
   * @returns Its size in bytes and the digest (SHA-256) of its bytes.
   */
  receive(organizationId: string, fileId: string, bytes: Readable): Promise<{ size: number; digest: string }>;
  /** The first bytes of a file, at most so many. */
  beginning(organizationId: string, fileId: string, most: number): Promise<Buffer>;
  read(organizationId: string, fileId: string): Readable;
  remove(organizationId: string, fileId: string): Promise<void>;
}

async function flush(place: string): Promise<void> {
  const handle = await open(place, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Keeps files in the data folder. Several processes share them only if they share that folder. */
export function createFileStore(dataFolder: string): FileStore {
  const folderOf = (organizationId: string) => path.join(dataFolder, "files", organizationId);
  const placeOf = (organizationId: string, fileId: string) => path.join(folderOf(organizationId), fileId);

  return {
    receive: async (organizationId, fileId, bytes) => {
      const folder = folderOf(organizationId);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const place = placeOf(organizationId, fileId);
      const unfinished = `${place}.part`;
      const hash = createHash("sha256");
      let size = 0;
      const measure = new Transform({
        transform: (chunk: Buffer, _encoding, done) => {
          hash.update(chunk);
          size += chunk.length;
          done(null, chunk);
        },
      });
      try {
        await pipeline(bytes, measure, createWriteStream(unfinished, { mode: 0o600 }));
        await flush(unfinished);
        await rename(unfinished, place);
        await flush(folder);
      } catch (error) {
        await rm(unfinished, { force: true });
        throw error;
      }
      return { size, digest: hash.digest("hex") };
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
    read: (organizationId, fileId) => createReadStream(placeOf(organizationId, fileId)),
    remove: (organizationId, fileId) => rm(placeOf(organizationId, fileId), { force: true }),
  };
}
