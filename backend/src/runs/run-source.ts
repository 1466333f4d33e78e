import type { ImportProspects } from "@firstquadrant/core-client";

/** What a run works through, as the database keeps it. */
export type RunSource =
  | { fileId: string }
  | { prospects: ImportProspects }
  /** A file that is fetched: null until it is here. */
  | { url: string; fileId: string | null };

/** A source that can be read. */
export type ReadySource = Exclude<RunSource, { url: string }> | { url: string; fileId: string };

/** One record of a run's source: what is taken in, or why it cannot be read. */
export interface SourceRecord {
  /** Where it is found in its source, from 1. */
  line: number;
  values: unknown;
  /** Null when it could be read. */
  problem: string | null;
  /** The prospect that it is of; nothing where it is of none. */
  prospect?: number;
  /** How much of its source's bytes is read with it; nothing where there are none. */
  bytes?: { done: number; total: number };
  /** The rejected row that it mends; nothing where it is a record of its own. */
  rowId?: string | null;
}
