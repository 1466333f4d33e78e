/** One step of a path: a property, a place in a list, or the first element of a list that has a value somewhere. */
export type PathSegment =
  | { kind: "key"; key: string }
  | { kind: "index"; index: number }
  | { kind: "match"; path: string; value: string };

export type ParsedPath = { ok: true; segments: readonly PathSegment[] } | { ok: false; message: string };

const key = /[^.[\]]+/y;
const index = /\[(\d{1,9})\]/y;
const quotedKey = /\["((?:[^"\\]|\\.)*)"\]/y;
const match = /\[([^[\]="]+)=(?:"((?:[^"\\]|\\.)*)"|([^\]"][^\]]*))\]/y;

const withoutEscapes = (text: string) => text.replace(/\\(.)/g, "$1");

function take(pattern: RegExp, path: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(path);
}

function bracketAt(path: string, at: number): { segment: PathSegment; length: number } | null {
  const asIndex = take(index, path, at);
  if (asIndex) return { segment: { kind: "index", index: Number(asIndex[1]) }, length: asIndex[0].length };
  const asKey = take(quotedKey, path, at);
  if (asKey) return { segment: { kind: "key", key: withoutEscapes(asKey[1] ?? "") }, length: asKey[0].length };
  const asMatch = take(match, path, at);
  if (!asMatch) return null;
  const [whole, where = "", quoted, bare = ""] = asMatch;
  const value = quoted === undefined ? bare : withoutEscapes(quoted);
  return { segment: { kind: "match", path: where.trim(), value }, length: whole.length };
}

/**
 * Reads the syntax of a path: names with dots between them, `[0]`, `["odd.key"]`, `[name=email]`,
 * `[field.ref="with ] inside"]`.
 *
 * @returns The segments, or what is wrong and where.
 */
export function parsePath(path: string): ParsedPath {
  const segments: PathSegment[] = [];
  let at = 0;
  while (at < path.length) {
    if (path[at] === "[") {
      const bracket = bracketAt(path, at);
      if (!bracket) {
        const forms = '[0], ["a key"] or [name=value]';
        return { ok: false, message: `The bracket at position ${at + 1} is none of ${forms}.` };
      }
      segments.push(bracket.segment);
      at += bracket.length;
      continue;
    }
    if (segments.length > 0) {
      if (path[at] !== ".") return { ok: false, message: `A dot is missing at position ${at + 1}.` };
      at += 1;
    }
    const name = take(key, path, at);
    if (!name) return { ok: false, message: `A name is missing at position ${at + 1}.` };
    segments.push({ kind: "key", key: name[0] });
    at += name[0].length;
  }
  return segments.length === 0 ? { ok: false, message: "The path is empty." } : { ok: true, segments };
}
