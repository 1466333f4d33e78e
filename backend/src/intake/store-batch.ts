import type { ImportCounts, Outcome } from "@firstquadrant/core-client";
import { toContact } from "../contacts/contact-record.ts";
import { type Db, statement } from "../db/db.ts";
import { AppError, notFound } from "../errors.ts";
import { findCustomFields } from "../fields/custom-field.ts";
import { type Answer, findStoredAnswers, idempotencyMismatch, storeAnswer } from "../idempotency/stored-answer.ts";
import { newBareId, newId } from "../ids.ts";
import { type ImportRecord, toImportReference } from "../imports/import-record.ts";
import { sameSecret } from "../keys/secret.ts";
import { answerTo, notTakenIn, type RecordResult, sampledAnswer } from "./answers.ts";
import type { Candidate } from "./candidate.ts";
import { decide } from "./decide.ts";
import type { IntakeRequest } from "./intake-request.ts";
import type { Ledger } from "./ledger.ts";
import { prepare } from "./prepare.ts";
import { lockHeld, lockImports, readLedger } from "./read-state.ts";
import { sanitise } from "./sanitise.ts";
import { type BatchToWrite, type RowToWrite, writeBatch } from "./write-batch.ts";

/** The answers to the requests of a batch, in their order, and how many deliveries are owed. */
export interface StoredBatch {
  answers: (Answer | AppError)[];
  owed: number;
}

const mostSamples = 20;

const trimSamples = statement(
  "trim-samples",
  `delete from held_records where organization_id = $1 and import_id = $2 and kind = 'sample' and id not in (
     select id from held_records where organization_id = $1 and import_id = $2 and kind = 'sample'
     order by id desc limit ${mostSamples})`,
);

const noCounts = (): ImportCounts => ({
  received: 0,
  scheduled: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  skipped: 0,
  unqualified: 0,
  rejected: 0,
});

function count(counts: ImportCounts, outcome: Outcome): void {
  counts.received += 1;
  counts[outcome] += 1;
}

/** Records of one request that are taken in, read but not yet decided. */
interface Intake {
  request: IntakeRequest;
  record: ImportRecord;
  prepared: { given: unknown; candidate: Candidate }[];
}

const hasEmail = (candidate: Candidate): candidate is Candidate & { email: string } =>
  candidate.email !== null && candidate.errors.length === 0;

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
    const keys = requests.flatMap(({ idempotency }) => idempotency?.key ?? []);
    const stored = new Map((await findStoredAnswers(tx, organizationId, keys)).map((answer) => [answer.key, answer]));
    const imports = await lockImports(tx, organizationId, [...new Set(requests.map(({ importId }) => importId))]);
    const held = await lockHeld(
      tx,
      organizationId,
      requests.flatMap(({ heldIds }) => heldIds),
    );
    const customFields = new Map((await findCustomFields(tx, organizationId)).map((field) => [field.key, field]));

    const answers: (Answer | AppError | undefined)[] = requests.map(() => undefined);
    const batch: Omit<BatchToWrite, "ledger"> = {
      rows: [],
      counts: new Map(),
      held: [],
      heldIdsTaken: [],
      apps: new Map([...imports.values()].map(({ id, app }) => [id, app])),
    };
    const written: number[] = [];
    const intakes = new Map<number, Intake>();

    for (const [index, request] of requests.entries()) {
      const first = request.idempotency === null ? undefined : stored.get(request.idempotency.key);
      if (first !== undefined) {
        const isSame = first.fingerprint === request.idempotency?.fingerprint;
        answers[index] = isSame
          ? { status: first.status, body: first.body, isReplay: true }
          : idempotencyMismatch(first.key);
        continue;
      }
      const record = imports.get(request.importId);
      const isAllowed =
        request.triggerSecret === null || sameSecret(request.triggerSecret, record?.trigger_secret ?? "");
      if (record === undefined || !isAllowed) {
        answers[index] = notFound("import", request.importId);
        continue;
      }
      if (request.heldIds.some((id) => !held.has(id))) {
        answers[index] = notFound("late record", request.heldIds.join(", "));
        continue;
      }
      if (record.status === "running") {
        const prepared = request.records.map((one) => {
          const given = sanitise(one);
          const candidate = prepare(given, record, customFields);
          if (poisoned.has(one)) candidate.errors.push({ field: "", message: "could not be stored" });
          return { given, candidate };
        });
        intakes.set(index, { request, record, prepared });
        batch.heldIdsTaken.push(...request.heldIds);
        continue;
      }
      if (request.source !== "trigger") {
        answers[index] = notTakenIn(record, false);
        continue;
      }
      const kind = record.status === "draft" ? "sample" : "late";
      const kept = kind === "sample" ? request.records.slice(-mostSamples) : request.records;
      for (const one of kept) {
        batch.held.push({ id: newId("smp"), import_id: record.id, kind, record: sanitise(one) });
      }
      const refusal = notTakenIn(record, true);
      answers[index] =
        kind === "sample" ? sampledAnswer(record, kept.length) : { status: refusal.status, body: refusal.toBody() };
      written.push(index);
    }

    const ledger = await readLedger(
      tx,
      organizationId,
      [...intakes.values()].flatMap(({ prepared }) => prepared.map(({ candidate }) => candidate)).filter(hasEmail),
    );
    const importOf = new Map<string, string>();
    for (const [index, intake] of intakes) {
      const requestCounts = noCounts();
      const importCounts = batch.counts.get(intake.record.id) ?? noCounts();
      batch.counts.set(intake.record.id, importCounts);
      const results = intake.prepared.map(({ given, candidate }) => {
        const { row, result, contactId } = settle(intake, given, candidate, ledger, now);
        if (contactId !== null && !importOf.has(contactId)) importOf.set(contactId, intake.record.id);
        batch.rows.push(row);
        count(requestCounts, row.outcome);
        count(importCounts, row.outcome);
        return result;
      });
      answers[index] = answerTo(intake.request.form, results, requestCounts);
      written.push(index);
    }

    const owed = written.length === 0 ? 0 : await writeBatch(tx, organizationId, { ...batch, ledger }, importOf, now);
    const sampled = new Set(batch.held.flatMap(({ kind, import_id }) => (kind === "sample" ? [import_id] : [])));
    for (const id of sampled) await tx.query(trimSamples, [organizationId, id]);
    for (const index of written) {
      const key = requests[index]?.idempotency ?? null;
      const answer = answers[index];
      if (key === null || answer === undefined || answer instanceof AppError) continue;
      await storeAnswer(tx, organizationId, key, answer, now);
    }
    return { answers: answers.map((answer) => answer ?? notFound("import", "")), owed };
  });
}

/** Decides one record, and says what is written and answered. */
function settle(
  { request, record }: Intake,
  given: unknown,
  candidate: Candidate,
  ledger: Ledger,
  now: Date,
): { row: RowToWrite; result: RecordResult; contactId: string | null } {
  const id = newBareId();
  const base = { id, import_id: record.id, input: given, warnings: candidate.warnings };
  const reference = { id: `row_${id}` };
  if (!hasEmail(candidate)) {
    const { errors } = candidate;
    const row: RowToWrite = { ...base, outcome: "rejected", contact: null, changed: [], errors };
    return { row, result: { outcome: "rejected", row: reference, errors }, contactId: null };
  }
  const rules = { onConflict: request.onConflict ?? record.on_conflict, fieldPolicies: record.field_policies };
  const decision = decide(ledger, candidate, rules, now);
  const contact = decision.contact === null ? null : toContact(decision.contact, decision.company);
  const { outcome, changed } = decision;
  const row: RowToWrite = { ...base, outcome, contact, changed, errors: [] };
  const result: RecordResult = {
    outcome,
    contact,
    import: toImportReference(record),
    row: reference,
    changed,
    warnings: candidate.warnings,
  };
  return { row, result, contactId: decision.contact?.id ?? null };
}
