import { isRecord } from "../is-record.ts";
import { formatPath } from "./format-path.ts";
import { isBlank } from "./is-blank.ts";
import type { PathSegment } from "./parse-path.ts";
import { readPath } from "./read-path.ts";
import { columnPlace, pathPlace, type SourcePlace } from "./source-place.ts";

const maxDepth = 6;
const maxPaths = 500;
const maxEntries = 200;

/** Where the entries of a list keep their own names, the most readable first. */
const entryNames = [
  "question",
  "label",
  "title",
  "name",
  "field.title",
  "field.label",
  "field.name",
  "field.ref",
  "field_name",
  "key",
  "ref",
  "slug",
  "property",
  "field",
  "id",
  "field.id",
];
const entryValues = ["values", "value", "answers", "answer", "response", "text", "content"];

/** Kinds of answers whose name says what they hold. */
const tellingTypes = new Set(["email", "phone_number", "phone", "tel"]);

const keySegment = (key: string): PathSegment => ({ kind: "key", key });

/** Where an entry keeps its value: under a word like `answer`, or under the name of its own type. */
function valueSegments(entry: Record<string, unknown>): PathSegment[] | null {
  const type = typeof entry.type === "string" ? entry.type : "";
  const key = [type, ...entryValues].find((name) => name !== "" && Object.hasOwn(entry, name));
  if (key === undefined) return null;
  const value = entry[key];
  if (!isRecord(value)) return [keySegment(key)];
  const inner = ["label", "labels", "value", "name"].find((name) => Object.hasOwn(value, name));
  return inner === undefined ? null : [keySegment(key), keySegment(inner)];
}

interface Entry {
  match: PathSegment;
  value: PathSegment[];
  furtherNames: string[];
}

/** Reads a list as entries that have names, such as the answers of a form; null when it is none. */
function entriesOf(list: readonly unknown[], titles: ReadonlyMap<string, string>): Entry[] | null {
  const elements = list.filter(isRecord);
  if (elements.length !== list.length) return null;
  const values = elements.map(valueSegments);
  if (values.every((value) => value === null)) return null;
  const namesAt = (path: string) => elements.map((element) => readPath(element, path));
  const path = entryNames.find((candidate) => {
    const names = namesAt(candidate);
    return names.every((name) => typeof name === "string" && !isBlank(name)) && new Set(names).size === names.length;
  });
  if (path === undefined) return null;
  return elements.flatMap((element, at): Entry[] => {
    const value = values[at];
    const name = String(readPath(element, path));
    if (!value) return [];
    const type = typeof element.type === "string" && tellingTypes.has(element.type) ? [element.type] : [];
    const title = titles.get(name);
    return [
      {
        match: { kind: "match", path, value: name },
        value,
        furtherNames: [...(title === undefined ? [] : [title]), ...type],
      },
    ];
  });
}

/** The questions behind a form's answers, by the reference that the answers name, where the form comes with them. */
function titlesIn(form: Record<string, unknown>): ReadonlyMap<string, string> {
  const fields = readPath(form, "definition.fields");
  const titled = (Array.isArray(fields) ? fields : []).filter(isRecord);
  const pairs = titled.flatMap(({ ref, id, title }): [string, string][] =>
    typeof title === "string" ? [ref, id].flatMap((key) => (typeof key === "string" ? [[key, title]] : [])) : [],
  );
  return new Map(pairs);
}

const describing = new Set(["label", "title", "name", "id", "key", "ref", "type", "value", "isHidden", "required"]);

/** An object that only describes one value: `{ label: "Your name", value: "Ada" }`. */
const isDescribedValue = (value: Record<string, unknown>) =>
  Object.hasOwn(value, "value") && Object.keys(value).every((key) => describing.has(key));

/** Every place in the samples that a value can come from, within bounds on depth and number. */
export function flattenSamples(samples: readonly unknown[]): SourcePlace[] {
  const places = new Map<string, SourcePlace>();

  const add = (sample: unknown, segments: readonly PathSegment[], furtherNames: readonly string[] = []) => {
    const [first] = segments;
    const isColumn = segments.length === 1 && first?.kind === "key";
    const source = isColumn ? first.key : formatPath(segments);
    // A key of the record itself that is spelled like the path would be read instead of it.
    const isHidden = !isColumn && isRecord(sample) && Object.hasOwn(sample, source);
    if (isHidden || isBlank(source) || places.has(source) || places.size >= maxPaths) return;
    places.set(source, isColumn ? columnPlace(source) : pathPlace(source, segments, furtherNames));
  };

  const walkList = (sample: unknown, list: readonly unknown[], segments: readonly PathSegment[], form: unknown) => {
    const entries = entriesOf(list.slice(0, maxEntries), isRecord(form) ? titlesIn(form) : new Map());
    if (entries) {
      for (const { match, value, furtherNames } of entries) add(sample, [...segments, match, ...value], furtherNames);
    } else if (list.some((element) => typeof element === "object" && element !== null)) {
      walk(sample, list[0], [...segments, { kind: "index", index: 0 }], undefined);
    } else if (list.length > 0) add(sample, segments);
  };

  const walk = (sample: unknown, value: unknown, segments: readonly PathSegment[], around: unknown): void => {
    if (places.size >= maxPaths || segments.length > maxDepth) return;
    if (Array.isArray(value)) walkList(sample, value, segments, around);
    else if (isRecord(value)) {
      const keys = isDescribedValue(value) && segments.length > 0 ? ["value"] : Object.keys(value);
      for (const key of keys) walk(sample, value[key], [...segments, keySegment(key)], value);
    } else if (segments.length > 0) add(sample, segments);
  };

  for (const sample of samples) walk(sample, sample, [], undefined);
  return [...places.values()];
}
