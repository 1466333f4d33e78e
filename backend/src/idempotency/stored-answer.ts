import { createHash } from "node:crypto";
import { type Db, statement } from "../db/db.ts";
import { AppError } from "../errors.ts";

/** What a write was answered with. */
export interface Answer {
  status: number;
  body: unknown;
  /** True when it was given before, under the same idempotency key. */
  isReplay?: boolean;
}

/** The caller's name for one write, and what the write was. */
export interface IdempotencyKey {
  key: string;
  fingerprint: string;
}

export interface StoredAnswer extends Answer {
  key: string;
  fingerprint: string;
}

const findAnswers = statement(
  "find-idempotent-answers",
  "select key, fingerprint, status, body from idempotency_keys where organization_id = $1 and key = any($2::text[])",
);

const insertAnswer = statement(
  "insert-idempotent-answer",
  `insert into idempotency_keys (organization_id, key, fingerprint, status, body, created_at)
   values ($1, $2, $3, $4, $5::jsonb, $6)`,
);

/** Tells one write from another: its method, its path, and its body. */
export const fingerprintOf = (method: string, path: string, body: unknown): string =>
  createHash("sha256")
    .update(`${method} ${path}\n${JSON.stringify(body) ?? ""}`)
    .digest("base64");

/** The first answers of those keys that were used before. */
export async function findStoredAnswers(db: Db, organizationId: string, keys: string[]): Promise<StoredAnswer[]> {
  return keys.length === 0 ? [] : db.query<StoredAnswer>(findAnswers, [organizationId, keys]);
}

/** Keeps an answer for the next time. To be called in the transaction of the write. */
export async function storeAnswer(
  tx: Db,
  organizationId: string,
  { key, fingerprint }: IdempotencyKey,
  { status, body }: Answer,
  now: Date,
): Promise<void> {
  const text = body === undefined ? null : JSON.stringify(body);
  await tx.query(insertAnswer, [organizationId, key, fingerprint, status, text, now.toISOString()]);
}

/** The same key was used for another write. */
export const idempotencyMismatch = (key: string): AppError =>
  new AppError(
    "idempotency_mismatch",
    `The idempotency key ${JSON.stringify(key)} was used for another request.`,
    "Use a new key for every new write, and the same key only to repeat the very same one.",
  );

/** The same write runs at this moment. */
export const stillRunning = (): AppError =>
  new AppError(
    "resource_locked",
    "The first request with this idempotency key is still running.",
    "Wait a second and send it again: it gets the first one's answer.",
    { retryAfter: 1 },
  );
