import { type FieldMapping, readPath } from "@firstquadrant/core-client";

/** A field that a file has no column for, and where it is looked for. */
export interface LostField {
  field: string;
  columns: string[];
}

/** Whether one of the sources is there in a record that has a value in every column. */
function isFound(sources: FieldMapping[string], columns: readonly string[]): boolean {
  const record = Object.fromEntries(columns.map((name) => [name, "x"]));
  return [sources].flat().some((source) => {
    if (typeof source === "object" && "constant" in source) return true;
    return readPath(record, typeof source === "string" ? source : source.path) !== undefined;
  });
}

const pathsOf = (sources: FieldMapping[string]): string[] =>
  [sources].flat().flatMap((source) => {
    if (typeof source === "string") return [source];
    return "path" in source ? [source.path] : [];
  });

/**
 * The mapped fields that a file has no column for.
 *
 * @param former The columns of the file before: what was not there either is not missed. Null where there is none.
 */
export function lostFields(
  mapping: FieldMapping,
  columns: readonly string[],
  former: readonly string[] | null,
): LostField[] {
  return Object.entries(mapping)
    .filter(([, sources]) => !isFound(sources, columns) && (former === null || isFound(sources, former)))
    .map(([field, sources]) => ({ field, columns: pathsOf(sources) }));
}
