import { closeSync, fdatasyncSync, openSync } from "node:fs";
import path from "node:path";
import type { PGlite } from "@electric-sql/pglite";
import { NodeFS } from "@electric-sql/pglite/nodefs";

const mountPoint = "/pglite/data";

interface StreamOperations {
  fsync?: (stream: { nfd?: number; node: unknown }) => number;
}

interface MountedFiles {
  lookupPath(name: string, options: { follow_mount: boolean }): { node: { stream_ops: StreamOperations } };
  getPath(node: unknown): string;
}

/**
 * PGlite's files on disk, with an `fsync` that reaches the disk. The package's own has none, so a commit would
 * survive the death of the process but not that of the machine. It hooks into what PGlite does not document:
 * `flushes` lets the caller prove at every start that a commit still comes through here.
 */
export class DurableNodeFS extends NodeFS {
  flushes = 0;
  readonly #onPanic: (message: string) => void;

  /** @param onPanic Called in the midst of it: after that PGlite answers nothing any more, and lets nothing else run. */
  constructor(folder: string, onPanic: (message: string) => void) {
    super(folder);
    this.#onPanic = onPanic;
  }

  override async init(pg: PGlite, options: Parameters<NodeFS["init"]>[1]) {
    const result = await super.init(pg, options);
    const flush = (files: MountedFiles, stream: { nfd?: number; node: unknown }) => {
      this.flushes += 1;
      if (stream.nfd !== undefined) {
        fdatasyncSync(stream.nfd);
        return 0;
      }
      // Folders are flushed too, and have no descriptor yet.
      const inside = path.posix.relative(mountPoint, files.getPath(stream.node));
      const descriptor = openSync(path.join(this.rootDir, inside), "r");
      try {
        fdatasyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
      return 0;
    };
    const hook = (module: { FS: unknown }) => {
      const files = module.FS as MountedFiles;
      const operations = files.lookupPath(mountPoint, { follow_mount: true }).node.stream_ops;
      operations.fsync = (stream) => flush(files, stream);
    };
    const { printErr } = result.emscriptenOpts;
    result.emscriptenOpts.printErr = (text: string) => {
      const [, message] = /PANIC:\s*(.*)/.exec(text) ?? [];
      if (message !== undefined) this.#onPanic(message);
      printErr?.(text);
    };
    result.emscriptenOpts.preRun = [...(result.emscriptenOpts.preRun ?? []), hook];
    return result;
  }
}
