import { AppError, notFound } from "../errors.ts";
import type { CustomField } from "../fields/custom-field.ts";
import { type Answer, idempotencyMismatch, type StoredAnswer } from "../idempotency/stored-answer.ts";
import { newId } from "../ids.ts";
import type { ImportRecord } from "../imports/import-record.ts";
import { sameSecret } from "../keys/secret.ts";
import type { NamedRows } from "../mending/named-rows.ts";
import { prepareNamed } from "../mending/prepare-named.ts";
import type { RunPart } from "../runs/advance-run.ts";
import { notTakenIn, sampledAnswer, testedAnswer } from "./answers.ts";
import type { IntakeRequest } from "./intake-request.ts";
import { isTest } from "./is-test.ts";
import type { Prepared } from "./prepare.ts";
import { sanitise } from "./sanitise.ts";
import type { HeldToWrite } from "./write-batch.ts";

/** A draft keeps no more samples than this. */
export const mostSamples = 20;

/** What the database says about a batch before anything of it is decided. */
export interface BatchState {
  /** First answers, by idempotency key. */
  stored: ReadonlyMap<string, StoredAnswer>;
  imports: ReadonlyMap<string, ImportRecord>;
  /** Ids of late records that are still there. */
  held: ReadonlySet<string>;
  customFields: ReadonlyMap<string, CustomField>;
  /** Where the runs are that the requests are parts of. */
  runPlaces: ReadonlyMap<string, number>;
  /** Whether the batch is decided beside others, so that the part of a run before this one may be on its way. */
  isBeside: boolean;
  /** The rows that records stand for. */
  rows: NamedRows;
}

/** Records of one request that are taken in, read but not yet decided. */
export interface Intake {
  request: IntakeRequest;
  record: ImportRecord;
  prepared: Prepared[];
  /** The rows that they stand for. */
  rows: NamedRows;
}

/** What happens to a request: it is only answered, its records are kept aside, or they are taken in. */
export type Fate =
  | { kind: "answered"; answer: Answer | AppError }
  | { kind: "kept"; answer: Answer; held: HeldToWrite[] }
  | { kind: "taken"; intake: Intake };

const workedElsewhere = (id: string) =>
  new AppError("resource_locked", `The run ${id} is worked by another process.`, "Leave it to that one.");

const answered = (answer: Answer | AppError): Fate => ({ kind: "answered", answer });

function keep(request: IntakeRequest, record: ImportRecord): Fate {
  const kind = record.status === "draft" ? "sample" : "late";
  const kept = kind === "sample" ? request.records.slice(-mostSamples) : request.records;
  const held = kept.map(
    (one): HeldToWrite => ({ id: newId("smp"), import_id: record.id, kind, record: sanitise(one) }),
  );
  const refusal = notTakenIn(record, true);
  const late: Answer = { status: refusal.status, body: refusal.toBody() };
  return { kind: "kept", held, answer: kind === "sample" ? sampledAnswer(record, kept.length) : late };
}

function isAtItsPlace({ id, from }: RunPart, { runPlaces, isBeside }: BatchState): boolean {
  const place = runPlaces.get(id);
  return place === from || (isBeside && place !== undefined && place < from);
}

/**
 * Says what happens to a request, by what the database knows of it and of its import.
 *
 * @param poisoned Records that the database would not hold: they become rejected rows.
 */
export function triage(request: IntakeRequest, state: BatchState, poisoned: ReadonlySet<unknown>): Fate {
  const first = request.idempotency === null ? undefined : state.stored.get(request.idempotency.key);
  if (first !== undefined) {
    const isSame = first.fingerprint === request.idempotency?.fingerprint;
    return answered(
      isSame ? { status: first.status, body: first.body, isReplay: true } : idempotencyMismatch(first.key),
    );
  }
  const record = state.imports.get(request.importId);
  const isAllowed = request.triggerSecret === null || sameSecret(request.triggerSecret, record?.trigger_secret ?? "");
  if (record === undefined || !isAllowed) return answered(notFound("import", request.importId));
  if (request.heldIds.some((id) => !state.held.has(id))) {
    return answered(notFound("late record", request.heldIds.join(", ")));
  }
  if (request.run !== undefined && !isAtItsPlace(request.run, state)) return answered(workedElsewhere(request.run.id));
  // A draft keeps it as a sample: it has the shape of what follows.
  const isTrial = request.source === "trigger" && record.status !== "draft" && request.records.every(isTest);
  if (isTrial) return answered(testedAnswer(record));
  if (record.status !== "running") {
    return request.source === "trigger" ? keep(request, record) : answered(notTakenIn(record, false));
  }
  const prepared = prepareNamed(request, state.rows, record, state.customFields);
  for (const [index, { candidate }] of prepared.entries()) {
    if (poisoned.has(request.records[index])) candidate.errors.push({ field: "", message: "could not be stored" });
  }
  return { kind: "taken", intake: { request, record, prepared, rows: state.rows } };
}
