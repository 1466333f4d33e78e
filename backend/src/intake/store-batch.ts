import type { ImportCounts } from "@firstquadrant/core-client";
import { type Db, statement } from "../db/db.ts";
import { AppError } from "../errors.ts";
import { findCustomFields } from "../fields/custom-field.ts";
import { type Answer, findStoredAnswers, storeAnswer } from "../idempotency/stored-answer.ts";
import { advanceRun, lockRunPlaces, type RunPart } from "../runs/advance-run.ts";
import { answerTo } from "./answers.ts";
import { count, noCounts } from "./counts.ts";
import type { IntakeRequest } from "./intake-request.ts";
import type { Ledger } from "./ledger.ts";
import { lockHeld, lockImports, readLedger } from "./read-state.ts";
import { hasEmail, settle } from "./settle.ts";
import { type BatchState, type Fate, type Intake, mostSamples, triage } from "./triage.ts";
import { type BatchToWrite, writeBatch } from "./write-batch.ts";

/** The answers to the requests of a batch, in their order, and how many deliveries are owed. */
export interface StoredBatch {
  answers: (Answer | AppError)[];
  owed: number;
}

const trimSamples = statement(
  "trim-samples",
  `delete from held_records where organization_id = $1 and import_id = $2 and kind = 'sample' and id not in (
     select id from held_records where organization_id = $1 and import_id = $2 and kind = 'sample'
     order by id desc limit ${mostSamples})`,
);

async function readState(tx: Db, organizationId: string, requests: readonly IntakeRequest[]): Promise<BatchState> {
  const keys = requests.flatMap(({ idempotency }) => idempotency?.key ?? []);
  const heldIds = requests.flatMap((request) => request.heldIds);
  const stored = await findStoredAnswers(tx, organizationId, keys);
  const imports = await lockImports(tx, organizationId, [...new Set(requests.map(({ importId }) => importId))]);
  const held = await lockHeld(tx, organizationId, heldIds);
  const customFields = await findCustomFields(tx, organizationId);
  return {
    stored: new Map(stored.map((answer) => [answer.key, answer])),
    imports,
    held,
    customFields: new Map(customFields.map((field) => [field.key, field])),
    runPlaces: await lockRunPlaces(
      tx,
      organizationId,
      requests.flatMap(({ run }) => run?.id ?? []),
    ),
  };
}

/** What is to be written, as the requests are decided one after the other. */
interface Writing extends Omit<BatchToWrite, "ledger"> {
  /** The import that a new contact came from, by the contact's id. */
  importOf: Map<string, string>;
  /** Parts of runs that are taken in. */
  runs: { part: RunPart; counts: ImportCounts }[];
}

function takeIn(intake: Intake, ledger: Ledger, writing: Writing, now: Date): Answer {
  const { request, record, prepared } = intake;
  const requestCounts = noCounts();
  const importCounts = writing.counts.get(record.id) ?? noCounts();
  writing.counts.set(record.id, importCounts);
  const results = prepared.map((one) => {
    const { row, result, contactId } = settle(intake, one, ledger, now);
    if (contactId !== null && !writing.importOf.has(contactId)) writing.importOf.set(contactId, record.id);
    writing.rows.push(row);
    count(requestCounts, row.outcome);
    count(importCounts, row.outcome);
    return result;
  });
  writing.heldIdsTaken.push(...request.heldIds);
  if (request.run !== undefined) writing.runs.push({ part: request.run, counts: requestCounts });
  return answerTo(request.form, results, requestCounts);
}

function decideFate(fate: Fate, ledger: Ledger, writing: Writing, now: Date): Answer | AppError {
  switch (fate.kind) {
    case "answered":
      return fate.answer;
    case "kept":
      writing.held.push(...fate.held);
      return fate.answer;
    case "taken":
      return takeIn(fate.intake, ledger, writing, now);
  }
}

/**
 * Takes a batch of requests of one organization in, all in one transaction.
 *
 * @param poisoned Records that the database would not hold, found by halving: they become rejected rows.
 */
export async function storeBatch(
  db: Db,
  organizationId: string,
  requests: readonly IntakeRequest[],
  poisoned: ReadonlySet<unknown>,
  now: Date,
): Promise<StoredBatch> {
  return db.tx(async (tx) => {
    const state = await readState(tx, organizationId, requests);
    const fates = requests.map((request) => triage(request, state, poisoned));
    const candidates = fates.flatMap((fate) =>
      fate.kind === "taken" ? fate.intake.prepared.map(({ candidate }) => candidate) : [],
    );
    const ledger = await readLedger(tx, organizationId, candidates.filter(hasEmail));
    const writing: Writing = {
      rows: [],
      counts: new Map(),
      held: [],
      heldIdsTaken: [],
      apps: new Map([...state.imports.values()].map(({ id, app }) => [id, app])),
      importOf: new Map(),
      runs: [],
    };
    const answers = fates.map((fate) => decideFate(fate, ledger, writing, now));
    if (fates.every(({ kind }) => kind === "answered")) return { answers, owed: 0 };

    const owed = await writeBatch(tx, organizationId, { ...writing, ledger }, writing.importOf, now);
    for (const { part, counts } of writing.runs) await advanceRun(tx, organizationId, part, counts, now);
    const sampled = new Set(writing.held.flatMap(({ kind, import_id }) => (kind === "sample" ? [import_id] : [])));
    for (const id of sampled) await tx.query(trimSamples, [organizationId, id]);
    for (const [index, fate] of fates.entries()) {
      const key = requests[index]?.idempotency ?? null;
      const answer = answers[index];
      if (fate.kind === "answered" || key === null || answer === undefined || answer instanceof AppError) continue;
      await storeAnswer(tx, organizationId, key, answer, now);
    }
    return { answers, owed };
  });
}
