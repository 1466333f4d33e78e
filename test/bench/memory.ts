import type { ChildProcess } from "node:child_process";
import path from "node:path";
import { endProcess, readPrinted, startBackend, startProgram } from "./backend-process.ts";
import { type BenchLine, type Database, ratioOf, readable } from "./bench-line.ts";
import { withCsvFile } from "./csv-file.ts";
import { uploadFile } from "./imports.ts";
import { memoryAtRest, memoryOf, type ProcessMemory } from "./process-memory.ts";
import { say } from "./say.ts";
import { type Storage, withStorage } from "./storage.ts";

const sampleEveryMs = 200;
const reach = { ratio: 1.15, bytes: 400e6 };

interface Peaks extends ProcessMemory {
  /** What was present and no WebAssembly's, which the embedded database keeps its pages in. */
  other: number;
}

/** Watches the memory of a process until it is told to stop: `peaks` is the most that was seen of each kind. */
function watchMemory({ pid = 0 }: ChildProcess): { peaks: Peaks; stop: () => void } {
  const peaks: Peaks = { present: 0, anonymous: 0, webAssembly: 0, other: 0 };
  const look = () => {
    const { present, anonymous, webAssembly } = memoryOf(pid);
    peaks.present = Math.max(peaks.present, present);
    peaks.anonymous = Math.max(peaks.anonymous, anonymous);
    peaks.webAssembly = Math.max(peaks.webAssembly, webAssembly);
    peaks.other = Math.max(peaks.other, present - webAssembly);
  };
  look();
  const timer = setInterval(look, sampleEveryMs);
  return { peaks, stop: () => clearInterval(timer) };
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

/** What a process that idles has present besides WebAssembly's memory. */
async function idleMemory(env: Record<string, string>): Promise<number> {
  const idle = startProgram(path.join(import.meta.dirname, "idle-process.ts"), [], env);
  await readPrinted(idle, "IDLE");
  const { present, webAssembly } = await memoryAtRest(idle.pid ?? 0);
  await endProcess(idle);
  return present - webAssembly;
}

/**
 * What the embedded database takes of its process besides WebAssembly's memory (its compiled code above all): what a
 * process has with it that only opens it, and an empty one has not.
 */
async function embeddedOwn({ database, env }: Storage): Promise<number> {
  if (database !== "embedded") return 0;
  return (await idleMemory({ DATA_DIR: env.DATA_DIR ?? "" })) - (await idleMemory({}));
}

/** Memory that was at most present while a file was worked through. */
interface Usage {
  /** The embedded database's own; none on PostgreSQL, which is another process. */
  database: number;
  /** All the rest of the process. */
  beside: number;
}

/** A backend that has done nothing before, on a storage that is there already, while it works through a file. */
const usageOver = (database: Database, rows: number): Promise<Usage> =>
  withStorage(database, async (storage) => {
    const first = await startBackend(storage.env);
    await first.stop();
    const own = await embeddedOwn(storage);
    const backend = await startBackend(storage.env, first.apiKey);
    const peaks = await withCsvFile(storage, { from: 0, to: rows }, async (file) => {
      await memoryAtRest(backend.process.pid ?? 0);
      const watch = watchMemory(backend.process);
      try {
        await uploadFile(backend, "Memory", file, { received: rows, created: rows });
      } finally {
        watch.stop();
      }
      return watch.peaks;
    });
    await backend.stop();
    const { present, anonymous, webAssembly, other } = peaks;
    say(
      `  ${readable(rows)} rows: at most ${megabytes(present)} present, ${megabytes(anonymous)} anonymous, ` +
        `${megabytes(webAssembly)} WebAssembly, ${megabytes(other)} other, of it ${megabytes(own)} the database's own`,
    );
    // Without the embedded database the little that other WebAssembly takes is ours.
    if (database !== "embedded") return { database: 0, beside: present };
    return { database: webAssembly + own, beside: other - own };
  });

/** The memory of the backend's process while it imports a file, and one of more rows. */
export async function benchMemory(database: Database, rows: number, moreRows: number): Promise<BenchLine[]> {
  const few = await usageOver(database, rows);
  const many = await usageOver(database, moreRows);
  const what = `memory while importing ${readable(moreRows)} rows`;
  const own = database === "embedded" ? `, beside the embedded database's ${megabytes(many.database)}` : "";
  return [
    {
      path: `${what}, by that of ${readable(rows)} rows`,
      database,
      ours: megabytes(many.beside),
      baseline: megabytes(few.beside),
      ratio: ratioOf(many.beside, few.beside),
      reach: `≤ ${reach.ratio}`,
      isMet: many.beside / few.beside <= reach.ratio,
    },
    {
      path: `${what}${own}`,
      database,
      ours: megabytes(many.beside),
      baseline: "",
      ratio: "",
      reach: `< ${megabytes(reach.bytes)}`,
      isMet: many.beside < reach.bytes,
    },
  ];
}
