import type { ZapierDefinition } from "../definition.ts";

/** Something that Zapier checks before an integration may be published, and that can be told from its definition. */
export interface Check {
  /** Zapier's number of it; ours, for what its guidelines ask and no numbered check does, begin with G. */
  number: string;
  /** What is asked, in a sentence. */
  asks: string;
  /** What is not as asked: where, and what. */
  find: (definition: ZapierDefinition) => string[];
}

/** A fault found by a check. */
export interface Fault {
  number: string;
  asks: string;
  fault: string;
}
