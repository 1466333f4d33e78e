import type { ConflictPolicy } from "@firstquadrant/core-client";
import type { IdempotencyKey } from "../idempotency/stored-answer.ts";
import type { RunPart } from "../runs/advance-run.ts";

/** Records of one request, to be taken in by one import. They are stored together or not at all. */
export interface IntakeRequest {
  organizationId: string;
  importId: string;
  /** Where they come from: what a draft or a completed import does depends on it. */
  source: "trigger" | "api" | "held" | "run";
  /** What the address of the trigger ended with. */
  triggerSecret: string | null;
  records: readonly unknown[];
  /** How it is answered: a single record by its outcome, several by one result each, or that it is done. */
  form: "one" | "many" | "none";
  /** Goes before the import's own policy. */
  onConflict: ConflictPolicy | null;
  idempotency: IdempotencyKey | null;
  /** Ids of late records that this request takes in: they leave the import's keeping in the same transaction. */
  heldIds: readonly string[];
  /** The part of a run that these records are: it is moved on in the same transaction, by one worker only. */
  run?: RunPart;
  /** Why a record cannot be read, in the place of the record; null where it can. */
  problems?: readonly (string | null)[];
  /** The rejected row that a record mends, in the place of the record; null where it is a record of its own. */
  rowIds?: readonly (string | null)[] | undefined;
}
