import { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from "yauzl";
import { UnreadableFile } from "./unreadable-file.ts";

/** Where the bytes of a file are. */
export interface FileBytes {
  size: number;
  /** From one place up to, and without, another. */
  read(from: number, to: number): Readable;
}

/** Parts of an archive by their names, unpacked as they are read. */
export interface Archive {
  names: string[];
  /** Null when there is no part of this name. @throws UnreadableFile */
  part(name: string): Promise<Readable | null>;
  sizeOf(name: string): number;
  close(): void;
}

const mostEntries = 10_000;
/** What all parts may be together once they are unpacked, in bytes: a small archive can hold an endless one. */
const largestUnpacked = 1024 ** 3;

const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 ** 2).toLocaleString("en")} MB`;

class BytesReader extends RandomAccessReader {
  readonly #bytes: FileBytes;

  constructor(bytes: FileBytes) {
    super();
    this.#bytes = bytes;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return this.#bytes.read(start, end);
  }
}

const broken = (cause: unknown): UnreadableFile =>
  cause instanceof UnreadableFile
    ? cause
    : new UnreadableFile("is damaged: it is no whole archive, as a workbook has to be", { cause });

async function readEntries(zip: ZipFile): Promise<Map<string, Entry>> {
  if (zip.entryCount > mostEntries) throw new UnreadableFile(`has more than ${mostEntries} parts in it`);
  const entries = new Map<string, Entry>();
  let unpacked = 0;
  for await (const entry of zip.eachEntry()) {
    unpacked += entry.uncompressedSize;
    if (unpacked > largestUnpacked) {
      throw new UnreadableFile(`is more than ${megabytes(largestUnpacked)} once it is unpacked`);
    }
    if (entry.isEncrypted()) throw new UnreadableFile("is protected with a password; save it without one");
    entries.set(entry.fileName, entry);
  }
  return entries;
}

/** Lets bytes through, and fails at their end when they are not what was packed. */
async function* checked(bytes: Readable, expected: number): AsyncGenerator<Buffer, void, undefined> {
  let sum = 0;
  for await (const chunk of bytes) {
    sum = crc32(chunk, sum);
    yield chunk;
  }
  if (sum !== expected) throw new Error("The checksum of a part is wrong.");
}

/**
 * Opens an archive (zip). What it says to be once it is unpacked is bounded before anything is, and no part gives
 * more than it says.
 *
 * @throws UnreadableFile
 */
export async function openArchive(bytes: FileBytes): Promise<Archive> {
  const zip = await fromRandomAccessReaderPromise(new BytesReader(bytes), bytes.size, { autoClose: false }).catch(
    (error: unknown) => {
      throw broken(error);
    },
  );
  try {
    const entries = await readEntries(zip);
    return {
      names: [...entries.keys()],
      sizeOf: (name) => entries.get(name)?.uncompressedSize ?? 0,
      part: async (name) => {
        const entry = entries.get(name);
        if (entry === undefined) return null;
        return Readable.from(checked(await zip.openReadStreamPromise(entry), entry.crc32));
      },
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw broken(error);
  }
}
