import type { FieldMapping, FieldSource } from "../../model/import.ts";

/** Lays mappings one behind the other: a field's sources are tried in the order of the mappings, each source once. */
export function mergeFieldMappings(...mappings: readonly FieldMapping[]): FieldMapping {
  const fields = new Map<string, Map<string, FieldSource>>();
  for (const mapping of mappings) {
    for (const [field, sources] of Object.entries(mapping)) {
      const merged = fields.get(field) ?? new Map<string, FieldSource>();
      fields.set(field, merged);
      for (const source of [sources].flat()) {
        const key = JSON.stringify(typeof source === "string" ? { path: source } : source);
        if (!merged.has(key)) merged.set(key, source);
      }
    }
  }
  const entries = [...fields].map(([field, sources]): [string, FieldSource | FieldSource[]] => {
    const [first, ...rest] = sources.values();
    return [field, first !== undefined && rest.length === 0 ? first : [...sources.values()]];
  });
  return Object.fromEntries(entries);
}
