import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** Memory of a process, in bytes. */
export interface ProcessMemory {
  /** All that is present: code and files that are mapped are a part of it. */
  present: number;
  /** What of it is no file's. */
  anonymous: number;
  /** What of it is the memory of WebAssembly, in which the embedded database lives. */
  webAssembly: number;
}

const kilobyte = 1024;

/** V8 reserves more than this behind the memory of each WebAssembly instance, so that no access can leave it. */
const leastReserved = 4 * 1024 ** 3;

interface Mapping {
  from: number;
  to: number;
  rights: string;
  present: number;
}

function mappingsOf(processId: number): Mapping[] {
  const mappings: Mapping[] = [];
  for (const line of readFileSync(`/proc/${processId}/smaps`, "utf8").split("\n")) {
    const [, from, to, rights = ""] = /^([0-9a-f]+)-([0-9a-f]+) (\S{4}) /.exec(line) ?? [];
    if (from !== undefined && to !== undefined) {
      mappings.push({ from: Number.parseInt(from, 16), to: Number.parseInt(to, 16), rights, present: 0 });
      continue;
    }
    const [, present] = /^Rss:\s+(\d+) kB$/.exec(line) ?? [];
    const last = mappings.at(-1);
    if (present !== undefined && last !== undefined) last.present = Number(present) * kilobyte;
  }
  return mappings;
}

const isReserved = ({ from, to, rights }: Mapping): boolean => rights.startsWith("---") && to - from > leastReserved;

function webAssemblyOf(processId: number): number {
  const mappings = mappingsOf(processId);
  return mappings.reduce((sum, mapping, index) => {
    const next = mappings[index + 1];
    const isMemory =
      mapping.rights.startsWith("rw") && next !== undefined && isReserved(next) && next.from === mapping.to;
    return sum + (isMemory ? mapping.present : 0);
  }, 0);
}

/** What Linux says of the memory of a process. */
export function memoryOf(processId: number): ProcessMemory {
  const status = readFileSync(`/proc/${processId}/status`, "utf8");
  const sizeOf = (name: string): number => {
    const [, value] = new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status) ?? [];
    return Number(value) * kilobyte;
  };
  return { present: sizeOf("VmRSS"), anonymous: sizeOf("RssAnon"), webAssembly: webAssemblyOf(processId) };
}

const restMs = 5000;
const mostRests = 12;

/** Waits until a process that was just started takes neither more nor less: compiling leaves much to be cleared away. */
export async function memoryAtRest(processId: number): Promise<ProcessMemory> {
  let last = memoryOf(processId);
  for (let rest = 0; rest < mostRests; rest += 1) {
    await sleep(restMs);
    const next = memoryOf(processId);
    if (Math.abs(next.present - last.present) < last.present / 100) return next;
    last = next;
  }
  return last;
}
