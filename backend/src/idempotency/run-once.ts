import { isRaceLost } from "../db/database-error.ts";
import type { Db } from "../db/db.ts";
import {
  type Answer,
  findStoredAnswers,
  type IdempotencyKey,
  idempotencyMismatch,
  stillRunning,
  storeAnswers,
} from "./stored-answer.ts";

const mostTries = 5;

/** Runs a write in a transaction, and once for each idempotency key. */
export type RunOnce = (
  organizationId: string,
  key: IdempotencyKey | null,
  write: (tx: Db) => Promise<Answer>,
) => Promise<Answer>;

/**
 * The answer is stored in the write's own transaction: a process that dies leaves both or neither. A write that fails
 * stores nothing, so that it can be sent again once its cause is mended.
 */
export function createRunOnce(db: Db, clock: () => Date): RunOnce {
  const running = new Set<string>();

  const attempt: RunOnce = (organizationId, key, write) =>
    db.tx(async (tx) => {
      const [first] = key === null ? [] : await findStoredAnswers(tx, organizationId, [key.key]);
      if (first !== undefined) {
        if (first.fingerprint !== key?.fingerprint) throw idempotencyMismatch(first.key);
        return { status: first.status, body: first.body ?? undefined, isReplay: true };
      }
      const answer = await write(tx);
      if (key !== null) await storeAnswers(tx, organizationId, [{ key, answer }], clock());
      return answer;
    });

  const insist: RunOnce = async (organizationId, key, write) => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await attempt(organizationId, key, write);
      } catch (error) {
        if (!isRaceLost(error) || tries >= mostTries) throw error;
      }
    }
  };

  return async (organizationId, key, write) => {
    if (key === null) return insist(organizationId, null, write);
    const name = `${organizationId} ${key.key}`;
    if (running.has(name)) throw stillRunning();
    running.add(name);
    try {
      return await insist(organizationId, key, write);
    } finally {
      running.delete(name);
    }
  };
}
