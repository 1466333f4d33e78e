import { isDataError, isRaceLost } from "../db/database-error.ts";
import type { Db } from "../db/db.ts";
import { withinOrganization } from "../db/reach.ts";
import { AppError } from "../errors.ts";
import { type Answer, idempotencyMismatch, stillRunning } from "../idempotency/stored-answer.ts";
import type { IntakeRequest } from "./intake-request.ts";
import { type StoredBatch, storeBatch, storeBatchInTurn } from "./store-batch.ts";
import { createTurns, noTurn, OutOfTurn, type Turn } from "./turns.ts";

/** One transaction takes no more records than this, unless a single request brings more. */
const mostRecords = 1000;
/** So many waiting records are worth a batch beside the one under way. Fewer wait for it, and share a transaction. */
const worthBeside = 250;
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
  underWay: number;
  /** Whether somebody will look into the queue at the end of this turn of the event loop. */
  isCalled: boolean;
  nextTurn: () => Turn;
}

/** Somebody else was quicker with the same contact, company, key or run: look again and decide anew. */
const isToBeDecidedAnew = (error: unknown): boolean => error instanceof OutOfTurn || isRaceLost(error);

/** Two batches are under way at the most: while one is written, the next is read and decided. */
const isRoomFor = ({ underWay, waitingRecords }: Lane): boolean =>
  underWay === 0 || (underWay === 1 && waitingRecords >= worthBeside);

/** Ends a trial's transaction, so that nothing of it stays. */
class TakenBack extends Error {}

export interface Intake {
  /** Resolves once the request is committed. @throws AppError */
  submit(request: IntakeRequest): Promise<Answer>;
  /** Resolves when nothing that was submitted is under way any more. */
  drain(): Promise<void>;
}

/**
 * Gathers concurrent requests into shared transactions. Nothing lingers: while an organization's batches are under way,
 * what arrives waits, and the next takes all of it. Batches write in the order in which their requests came.
 */
export function createIntake(db: Db, clock: () => Date, onOwed: () => void): Intake {
  const lanes = new Map<string, Lane>();
  const running = new Map<string, string>();
  const idle = new Set<() => void>();

  async function answersOf(stored: Promise<StoredBatch>): Promise<StoredBatch["answers"]> {
    const { answers, owed } = await stored;
    if (owed > 0) onOwed();
    return answers;
  }

  async function storeWhole(organizationId: string, requests: IntakeRequest[], poisoned: ReadonlySet<unknown>) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await answersOf(storeBatch(db, { organizationId, requests, poisoned, now: clock() }, noTurn));
      } catch (error) {
        if (!isToBeDecidedAnew(error) || attempt >= mostTries) throw error;
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
        const { organizationId } = request;
        const batch = { organizationId, requests: [request], poisoned: new Set(), now: clock() };
        await storeBatch(tx, batch, noTurn);
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

  /** Stores a batch, beside the one before it where there is one; by itself after that, where this does not do. */
  async function storeInTurn(organizationId: string, requests: IntakeRequest[], turn: Turn, isBeside: boolean) {
    try {
      const batch = { organizationId, requests, poisoned: new Set(), now: clock() };
      return await answersOf(isBeside ? storeBatchInTurn(db, batch, turn) : storeBatch(db, batch, turn));
    } catch (error) {
      if (!isToBeDecidedAnew(error) && !isDataError(error)) throw error;
      await turn.toBegin();
      return await storeParts(organizationId, requests);
    } finally {
      await turn.toEnd();
    }
  }

  /** @returns What tells the callers of the batch how it ended. */
  async function store(
    organizationId: string,
    batch: readonly Waiting[],
    turn: Turn,
    isBeside: boolean,
  ): Promise<() => void> {
    try {
      const requests = batch.map(({ request }) => request);
      const answers = await storeInTurn(organizationId, requests, turn, isBeside);
      return () => {
        for (const [index, { resolve, reject }] of batch.entries()) {
          const answer = answers[index];
          if (answer === undefined || answer instanceof AppError) reject(answer);
          else resolve(answer);
        }
      };
    } catch (error) {
      return () => {
        for (const { reject } of batch) reject(error);
      };
    }
  }

  function work(organizationId: string, lane: Lane): void {
    lane.isCalled = false;
    while (lane.queue.length > 0 && isRoomFor(lane)) {
      const isBeside = lane.underWay > 0;
      lane.underWay += 1;
      void store(organizationId, takeBatch(lane), lane.nextTurn(), isBeside).then((tell) => {
        // The database has the next batch to read while this one's answers are made.
        setImmediate(tell);
        lane.underWay -= 1;
        work(organizationId, lane);
      });
    }
    if (lane.underWay > 0) return;
    lanes.delete(organizationId);
    if (lanes.size === 0) for (const resolve of idle) resolve();
  }

  function enqueue(request: IntakeRequest): Promise<Answer> {
    const lane = lanes.get(request.organizationId) ?? {
      queue: [],
      waitingRecords: 0,
      underWay: 0,
      isCalled: false,
      nextTurn: createTurns(),
    };
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
      // What else this turn of the event loop brings is let in first: it shares the transaction.
      if (lane.isCalled || !isRoomFor(lane)) return;
      lane.isCalled = true;
      setImmediate(() => withinOrganization(request.organizationId, () => work(request.organizationId, lane)));
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
