import { isDataError, isRaceLost } from "../db/database-error.ts";
import type { Db } from "../db/db.ts";
import { AppError } from "../errors.ts";
import { type Answer, idempotencyMismatch, stillRunning } from "../idempotency/stored-answer.ts";
import type { IntakeRequest } from "./intake-request.ts";
import { type StoredBatch, storeBatch } from "./store-batch.ts";

/** One transaction takes no more records than this, unless a single request brings more. */
const mostRecords = 500;
/** Beyond this many waiting records of one organization, callers are asked to come back. */
const mostWaiting = 20_000;
const mostTries = 10;

interface Waiting {
  request: IntakeRequest;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}

interface Lane {
  queue: Waiting[];
  waitingRecords: number;
  isBusy: boolean;
}

/** Ends a trial's transaction, so that nothing of it stays. */
class TakenBack extends Error {}

export interface Intake {
  /** Resolves once the request is committed. @throws AppError */
  submit(request: IntakeRequest): Promise<Answer>;
  /** Resolves when all that was submitted is answered. */
  drain(): Promise<void>;
}

/**
 * Gathers concurrent requests into shared transactions. Nothing lingers: while one transaction of an organization
 * runs, what arrives waits, and the next takes all of it. An organization has one transaction at a time in this
 * process, so the order within an import is kept.
 */
export function createIntake(db: Db, clock: () => Date, onOwed: () => void): Intake {
  const lanes = new Map<string, Lane>();
  const running = new Map<string, string>();
  const idle = new Set<() => void>();

  async function storeWhole(organizationId: string, requests: IntakeRequest[], poisoned: ReadonlySet<unknown>) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const { answers, owed } = await storeBatch(db, organizationId, requests, poisoned, clock());
        if (owed > 0) onOwed();
        return answers;
      } catch (error) {
        // Somebody else was quicker with the same contact, company or key: look again and decide anew.
        if (!isRaceLost(error) || attempt >= mostTries) throw error;
      }
    }
  }

  /** The records of a request that the database will not hold, found by trying halves and taking them back. */
  async function findPoison(request: IntakeRequest, records: readonly unknown[]): Promise<unknown[]> {
    const half = Math.ceil(records.length / 2);
    const parts = records.length === 1 ? [records] : [records.slice(0, half), records.slice(half)];
    const found: unknown[] = [];
    for (const part of parts) {
      const isRefused = await isRefusedByDatabase({ ...request, records: part, heldIds: [] });
      if (isRefused) found.push(...(part.length === 1 ? part : await findPoison(request, part)));
    }
    return found;
  }

  async function isRefusedByDatabase(request: IntakeRequest): Promise<boolean> {
    try {
      await db.tx(async (tx) => {
        await storeBatch(tx, request.organizationId, [request], new Set(), clock());
        throw new TakenBack();
      });
    } catch (error) {
      if (error instanceof TakenBack) return false;
      if (isDataError(error)) return true;
      throw error;
    }
    return false;
  }

  async function storeParts(organizationId: string, requests: IntakeRequest[]): Promise<StoredBatch["answers"]> {
    try {
      return await storeWhole(organizationId, requests, new Set());
    } catch (error) {
      const [only] = requests;
      if (!isDataError(error) || only === undefined) throw error;
      if (requests.length === 1) {
        const poisoned = new Set(await findPoison(only, only.records));
        return await storeWhole(organizationId, requests, poisoned);
      }
      const half = Math.ceil(requests.length / 2);
      const first = await storeParts(organizationId, requests.slice(0, half));
      return [...first, ...(await storeParts(organizationId, requests.slice(half)))];
    }
  }

  function takeBatch(lane: Lane): Waiting[] {
    let records = 0;
    let taken = 0;
    for (const { request } of lane.queue) {
      if (taken > 0 && records + request.records.length > mostRecords) break;
      records += request.records.length;
      taken += 1;
    }
    lane.waitingRecords -= records;
    return lane.queue.splice(0, taken);
  }

  async function work(organizationId: string, lane: Lane): Promise<void> {
    lane.isBusy = true;
    while (lane.queue.length > 0) {
      const batch = takeBatch(lane);
      try {
        const answers = await storeParts(
          organizationId,
          batch.map(({ request }) => request),
        );
        for (const [index, { resolve, reject }] of batch.entries()) {
          const answer = answers[index];
          if (answer === undefined || answer instanceof AppError) reject(answer);
          else resolve(answer);
        }
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    lane.isBusy = false;
    lanes.delete(organizationId);
    if (lanes.size === 0) for (const resolve of idle) resolve();
  }

  function enqueue(request: IntakeRequest): Promise<Answer> {
    const lane = lanes.get(request.organizationId) ?? { queue: [], waitingRecords: 0, isBusy: false };
    if (lane.waitingRecords > mostWaiting) {
      const error = new AppError(
        "unavailable",
        "More records are waiting than can be taken in at once.",
        "Wait a second and send the request again. Nothing of it was stored.",
        { retryAfter: 1 },
      );
      return Promise.reject(error);
    }
    lanes.set(request.organizationId, lane);
    return new Promise((resolve, reject) => {
      lane.queue.push({ request, resolve, reject });
      lane.waitingRecords += request.records.length;
      // The turn's other requests are let in first: they share the transaction.
      if (!lane.isBusy) {
        lane.isBusy = true;
        setImmediate(() => void work(request.organizationId, lane));
      }
    });
  }

  return {
    submit: async (request) => {
      if (request.idempotency === null) return enqueue(request);
      const name = `${request.organizationId} ${request.idempotency.key}`;
      const fingerprint = running.get(name);
      if (fingerprint !== undefined) {
        throw fingerprint === request.idempotency.fingerprint
          ? stillRunning()
          : idempotencyMismatch(request.idempotency.key);
      }
      running.set(name, request.idempotency.fingerprint);
      try {
        return await enqueue(request);
      } finally {
        running.delete(name);
      }
    },
    drain: () => (lanes.size === 0 ? Promise.resolve() : new Promise((resolve) => idle.add(resolve))),
  };
}
