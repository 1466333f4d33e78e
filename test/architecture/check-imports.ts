import path from "node:path";
import type { Import, SourceFile } from "./source-file.ts";
import type { Zone } from "./zones.ts";

/** Names that only some hosts have, and the clocks of all. */
const hostNames = [
  "process",
  "globalThis",
  "global",
  "window",
  "Buffer",
  "require",
  "module",
  "__dirname",
  "console",
  "fetch",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "queueMicrotask",
];

/** The file that a relative specifier means; undefined for a package. */
export function targetOf(file: SourceFile, { specifier }: Import): string | undefined {
  return specifier.startsWith(".") ? path.posix.join(path.posix.dirname(file.path), specifier) : undefined;
}

/** The zone that a file belongs to: the first that names it or a folder of it. */
export function zoneOf(file: string, zones: readonly Zone[]): Zone | undefined {
  return zones.find((zone) =>
    zone.files.some((entry) => (entry.endsWith("/") ? file.startsWith(entry) : file === entry)),
  );
}

function allowsPackage(zone: Zone, specifier: string): boolean {
  return zone.packages.some((allowed) =>
    allowed.endsWith("*") ? specifier.startsWith(allowed.slice(0, -1)) : specifier === allowed,
  );
}

function complaint(zone: Zone, zones: readonly Zone[], file: SourceFile, found: Import): string | undefined {
  const target = targetOf(file, found);
  if (target === undefined) {
    if (!allowsPackage(zone, found.specifier)) return zone.why;
    const forbidden = zone.never?.[found.specifier] ?? [];
    const names = found.names.filter((name) => forbidden.includes(name) || (name === "*" && forbidden.length > 0));
    return names.length > 0 ? `may not give it ${forbidden.join(", ")}` : undefined;
  }
  // Data brings no code along: an app may read its version from its manifest.
  if (target.endsWith(".json")) return undefined;
  const targetZone = zoneOf(target, zones);
  if (targetZone === undefined || targetZone === zone) return undefined;
  return zone.zones.includes("*") || zone.zones.includes(targetZone.name) ? undefined : zone.why;
}

/** Every import that the table does not allow, and every use of a host's name where there must be none. */
export function checkImports(files: readonly SourceFile[], zones: readonly Zone[]): string[] {
  return files.flatMap((file) => {
    const zone = zoneOf(file.path, zones);
    if (zone === undefined) return [`${file.path}:1 belongs to no zone of the table`];
    const imports = file.imports.flatMap((found) => {
      const reason = complaint(zone, zones, file, found);
      return reason === undefined ? [] : [`${file.path}:${found.line} imports ${found.specifier}, which ${reason}`];
    });
    return [...imports, ...(zone.hostless ? checkHostNames(file) : [])];
  });
}

function checkHostNames(file: SourceFile): string[] {
  return hostNames.flatMap((name) => {
    const line = file.names.get(name);
    return line === undefined ? [] : [`${file.path}:${line} uses ${name}, which not every host has`];
  });
}

/** What an entry reaches, over any number of imports that remain at run time, and must not. */
export function checkSelfContained(files: readonly SourceFile[], entry: string): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const reached = new Set([entry]);
  const complaints: string[] = [];
  for (const current of reached) {
    const file = byPath.get(current);
    if (file === undefined) return [...complaints, `${entry} reaches ${current}, which is not there`];
    for (const found of file.imports.filter((one) => !one.typeOnly)) {
      const target = targetOf(file, found);
      if (target !== undefined) reached.add(target);
      else complaints.push(`${file.path}:${found.line} imports ${found.specifier}, which ${entry} reaches and may not`);
    }
    complaints.push(...checkHostNames(file));
  }
  return complaints;
}

/**
 * The cycles among modules, each as its path, once. An import of types alone is gone at run time, and two files
 * may describe each other; so it makes no cycle.
 */
export function checkCycles(files: readonly SourceFile[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (current: string, trail: readonly string[]): void => {
    const start = trail.indexOf(current);
    if (start >= 0) {
      cycles.push([...trail.slice(start), current].join(" → "));
      return;
    }
    if (done.has(current)) return;
    const file = byPath.get(current);
    for (const found of file?.imports ?? []) {
      const target = file && !found.typeOnly ? targetOf(file, found) : undefined;
      if (target !== undefined) visit(target, [...trail, current]);
    }
    done.add(current);
  };
  for (const file of files) visit(file.path, []);
  return cycles;
}
