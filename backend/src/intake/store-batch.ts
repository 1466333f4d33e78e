import type { ImportCounts } from "@firstquadrant/core-client";
import { type Db, statement } from "../db/db.ts";
import { AppError } from "../errors.ts";
import { findCustomFieldsByKey } from "../fields/custom-field.ts";
import { type Answer, type FirstAnswer, findStoredAnswers, storeAnswers } from "../idempotency/stored-answer.ts";
import { lockNamedRows } from "../mending/named-rows.ts";
import { rewriteRows } from "../qualification/rewrite-rows.ts";
import { advanceRun, findRunPlaces, type RunPart } from "../runs/advance-run.ts";
import { answerTo } from "./answers.ts";
import { confirm } from "./confirm.ts";
import { count, noCounts } from "./counts.ts";
import type { IntakeRequest } from "./intake-request.ts";
import type { Ledger } from "./ledger.ts";
import { lockHeld, namesOf, type Reading, readImports, readKnown, type Seen } from "./read-state.ts";
import { hasEmail, settle } from "./settle.ts";
import { type BatchState, type Fate, type Intake, mostSamples, triage } from "./triage.ts";
import { OutOfTurn, type Turn } from "./turns.ts";
import { type BatchToWrite, readyToWrite } from "./write-batch.ts";

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

async function readState(
  tx: Db,
  organizationId: string,
  requests: readonly IntakeRequest[],
  reading: Reading,
): Promise<BatchState> {
  const keys = requests.flatMap(({ idempotency }) => idempotency?.key ?? []);
  const heldIds = requests.flatMap((request) => request.heldIds);
  const importIds = [...new Set(requests.map(({ importId }) => importId))];
  const runIds = requests.flatMap(({ run }) => run?.id ?? []);
  const rowIds = requests.flatMap((request) => request.rowIds?.flatMap((rowId) => rowId ?? []) ?? []);
  // In one round trip. A transaction runs them in this order, so that the imports are locked before what is theirs.
  const [stored, imports, held, customFields, runPlaces, rows] = await Promise.all([
    findStoredAnswers(tx, organizationId, keys),
    readImports(tx, organizationId, importIds, reading),
    lockHeld(tx, organizationId, heldIds),
    findCustomFieldsByKey(tx, organizationId),
    findRunPlaces(tx, organizationId, runIds),
    lockNamedRows(tx, organizationId, rowIds),
  ]);
  return {
    stored: new Map(stored.map((answer) => [answer.key, answer])),
    imports,
    isBeside: reading === "read",
    held,
    customFields,
    runPlaces,
    rows,
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
    const { row, result, contactId, isMended } = settle(intake, one, ledger, now);
    if (contactId !== null && !writing.importOf.has(contactId)) writing.importOf.set(contactId, record.id);
    count(requestCounts, row.outcome);
    if (!isMended) {
      writing.rows.push(row);
      count(importCounts, row.outcome);
    }
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

/** Writes the rows that were mended. @returns How many deliveries are owed. */
async function rewriteMended(tx: Db, { rows, imports }: BatchState, now: Date): Promise<number> {
  let owed = 0;
  for (const [importId, named] of Map.groupBy(rows.values(), ({ before }) => before.import_id)) {
    const record = imports.get(importId);
    const changes = named.flatMap(({ before, after }) => (after === null ? [] : [{ before, after }]));
    if (record !== undefined && changes.length > 0) owed += await rewriteRows(tx, record, changes, now);
  }
  return owed;
}

/** What a batch comes to, while nothing of it is written. */
interface DecidedBatch {
  state: BatchState;
  fates: Fate[];
  answers: (Answer | AppError)[];
  ledger: Ledger;
  seen: Seen;
  writing: Writing;
}

async function decideBatch(
  db: Db,
  { organizationId, requests, poisoned, now }: Batch,
  reading: Reading,
  toRead: (names: ReadonlySet<string>) => Promise<void>,
): Promise<DecidedBatch> {
  const state = await readState(db, organizationId, requests, reading);
  const fates = requests.map((request) => triage(request, state, poisoned));
  const candidates = fates
    .flatMap((fate) => (fate.kind === "taken" ? fate.intake.prepared.map(({ candidate }) => candidate) : []))
    .filter(hasEmail);
  await toRead(new Set(candidates.flatMap(namesOf)));
  const { ledger, seen } = await readKnown(db, organizationId, candidates, reading);
  const writing: Writing = {
    rows: [],
    counts: new Map(),
    held: [],
    heldIdsTaken: [],
    importOf: new Map(),
    runs: [],
  };
  const answers = fates.map((fate) => decideFate(fate, ledger, writing, now));
  return { state, fates, answers, ledger, seen, writing };
}

/** Makes what was decided ready to be written. What is written answers with how many deliveries are owed. */
function readyDecided(batch: Batch, decided: DecidedBatch): (tx: Db) => Promise<number> {
  const { ledger, writing } = decided;
  const write = readyToWrite(batch.organizationId, { ...writing, ledger }, writing.importOf, batch.now);
  return async (tx) => (await write(tx)) + (await writeFurther(tx, batch, decided));
}

/** @returns How many deliveries are owed besides. */
async function writeFurther(tx: Db, { organizationId, requests, now }: Batch, decided: DecidedBatch): Promise<number> {
  const { state, fates, answers, writing } = decided;
  const owed = await rewriteMended(tx, state, now);
  for (const { part, counts } of writing.runs) {
    const isMoved = await advanceRun(tx, organizationId, part, counts, now);
    if (!isMoved) throw new OutOfTurn(`The run ${part.id} is not where its part begins.`);
  }
  const sampled = new Set(writing.held.flatMap(({ kind, import_id }) => (kind === "sample" ? [import_id] : [])));
  for (const id of sampled) await tx.query(trimSamples, [organizationId, id]);
  const first = fates.flatMap((fate, index): FirstAnswer[] => {
    const key = requests[index]?.idempotency ?? null;
    const answer = answers[index];
    const isFirst = fate.kind !== "answered" && key !== null && answer !== undefined && !(answer instanceof AppError);
    return isFirst ? [{ key, answer }] : [];
  });
  await storeAnswers(tx, organizationId, first, now);
  return owed;
}

const isOnlyAnswered = ({ fates }: DecidedBatch): boolean => fates.every(({ kind }) => kind === "answered");

/** Requests of one organization that are stored together. */
export interface Batch {
  organizationId: string;
  requests: readonly IntakeRequest[];
  /** Records that the database would not hold, found by halving: they become rejected rows. */
  poisoned: ReadonlySet<unknown>;
  now: Date;
}

/** Takes a batch in, all in one transaction, which keeps from others what it reads. */
export async function storeBatch(
  db: Db,
  batch: Batch,
  turn: Pick<Turn, "toRead" | "hasDecided">,
): Promise<StoredBatch> {
  return db.tx(async (tx) => {
    const decided = await decideBatch(tx, batch, "lock", turn.toRead);
    turn.hasDecided();
    const owed = isOnlyAnswered(decided) ? 0 : await readyDecided(batch, decided)(tx);
    return { answers: decided.answers, owed };
  });
}

/** Whether a batch names rows or late records: those are kept from others while it is decided. */
const namesRecords = ({ requests }: Batch): boolean =>
  requests.some(({ heldIds, rowIds }) => heldIds.length > 0 || rowIds?.some((rowId) => rowId !== null));

/**
 * The same, in its turn: it is read and decided beside the batch before it, and written, in one transaction, if what it
 * read is still so.
 *
 * @throws OutOfTurn
 */
export async function storeBatchInTurn(db: Db, batch: Batch, turn: Turn): Promise<StoredBatch> {
  if (namesRecords(batch)) throw new OutOfTurn("The batch is decided by itself.");
  const decided = await decideBatch(db, batch, "read", turn.toRead);
  turn.hasDecided();
  const { state, seen, answers } = decided;
  const write = isOnlyAnswered(decided) ? null : readyDecided(batch, decided);
  await turn.toWrite();
  if (write === null) return { answers, owed: 0 };
  return db.tx(async (tx) => {
    await confirm(tx, batch.organizationId, state.imports, seen);
    return { answers, owed: await write(tx) };
  });
}
