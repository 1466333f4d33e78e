import type { FieldMapping } from "./import.ts";

/** One proposed source, with how sure the proposal is (0 to 1) and why. */
export interface ProposedField {
  field: string;
  source: string;
  confidence: number;
  reason: string;
}

/** A proposal for a field mapping; `unmatched` are the sources that no field was found for. */
export interface FieldMappingProposal {
  fieldMapping: FieldMapping;
  fields: ProposedField[];
  unmatched: string[];
  /** Sources that are equally likely for one field and differ: a person has to choose. They are in `unmatched` too. */
  undecided: ProposedField[];
}
