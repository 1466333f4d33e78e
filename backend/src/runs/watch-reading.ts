import type { ReadStream } from "node:fs";
import type { FileStore } from "../files/file-store.ts";

/** Files as they are read, and how far that is. */
export interface WatchedReading {
  files: FileStore;
  /** How much of the file is read, in bytes: of a workbook, in proportion to the sheet that is read. */
  done: () => number;
}

const taken = (stream: ReadStream): number => stream.bytesRead - stream.readableLength;

/** Watches how a file is read: all of it at once, or its parts, of which the one that is not at its end is worked on. */
export function watchReading(files: FileStore, size: number): WatchedReading {
  const parts: { stream: ReadStream; length: number }[] = [];
  return {
    files: {
      ...files,
      read: (organizationId, fileId, range) => {
        const stream = files.read(organizationId, fileId, range);
        parts.push({ stream, length: range === undefined ? size : range.to - range.from });
        return stream;
      },
    },
    done: () => {
      const present = parts.findLast(({ stream, length }) => taken(stream) < length);
      return present === undefined ? size : Math.round((taken(present.stream) / present.length) * size);
    },
  };
}
