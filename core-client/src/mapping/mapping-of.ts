import type { FieldMapping } from "../model/import.ts";
import type { ProposedField } from "../model/proposal.ts";

/** The mapping that proposed sources make: several for one field are tried in their order. */
export function mappingOf(proposed: readonly ProposedField[]): FieldMapping {
  const mapping: FieldMapping = {};
  for (const { field, source } of proposed) {
    const before = mapping[field];
    mapping[field] = before === undefined ? source : [before, source].flat();
  }
  return mapping;
}
