import { isRecord } from "../is-record.ts";
import { type PathSegment, parsePath } from "./parse-path.ts";

// The same few hundred paths are read from every record of an import, and parsing costs more than reading.
const parsed = new Map<string, readonly PathSegment[]>();
const maxParsed = 5000;

function segmentsOf(path: string): readonly PathSegment[] {
  const known = parsed.get(path);
  if (known) return known;
  const result = parsePath(path);
  const segments = result.ok ? result.segments : [];
  if (parsed.size >= maxParsed) parsed.clear();
  parsed.set(path, segments);
  return segments;
}

/** How values are compared in `[name=email]`; null for what is no text. */
function comparable(value: unknown): string | null {
  if (typeof value === "string") return value.trim().toLowerCase();
  return typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}

function step(value: unknown, segment: PathSegment): unknown {
  if (Array.isArray(value)) {
    if (segment.kind === "match") {
      const wanted = comparable(segment.value);
      return value.find((element) => comparable(readPath(element, segment.path)) === wanted);
    }
    if (segment.kind === "index") return value[segment.index];
    return /^\d+$/.test(segment.key) ? value[Number(segment.key)] : undefined;
  }
  if (segment.kind !== "key" || !isRecord(value) || !Object.hasOwn(value, segment.key)) return undefined;
  return value[segment.key];
}

/**
 * Reads a value from a record. A path that is, letter for letter, a key of the record itself is that key, so the
 * header of a column needs no quoting, whatever it is made of.
 *
 * @returns `undefined` where there is nothing, and for a path that cannot be parsed; it never throws.
 */
export function readPath(record: unknown, path: string): unknown {
  if (isRecord(record) && Object.hasOwn(record, path)) return record[path];
  const segments = segmentsOf(path);
  return segments.length === 0 ? undefined : segments.reduce(step, record);
}
