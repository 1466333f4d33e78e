import { hash } from "node:crypto";
import { rowsOf, toColumn } from "../db/columns.ts";
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

// Looked up one by one: a plan that was made while the table was small would read all of the organization's keys.
const findAnswers = statement(
  "find-idempotent-answers",
  `select found.* from unnest($2::text[]) as wanted(key)
   cross join lateral (
     select key, fingerprint, status, body from idempotency_keys
     where organization_id = $1 and key = wanted.key limit 1) found`,
);

const insertAnswers = statement(
  "insert-idempotent-answers",
  `insert into idempotency_keys (organization_id, key, fingerprint, status, body, created_at)
   select $1::text, x.key, x.fingerprint, x.status::integer, x.body::jsonb, $2::timestamptz
   from (${rowsOf(["key", "fingerprint", "status", "body"], 3)}) x`,
);

/** Tells one write from another: its method, its path, and its body. */
export const fingerprintOf = (method: string, path: string, body: unknown): string =>
  hash("sha256", `${method} ${path}\n${JSON.stringify(body) ?? ""}`, "base64");

/** The first answers of those keys that were used before. */
export async function findStoredAnswers(db: Db, organizationId: string, keys: string[]): Promise<StoredAnswer[]> {
  return keys.length === 0 ? [] : db.query<StoredAnswer>(findAnswers, [organizationId, keys]);
}

/** The first answer to a write. */
export interface FirstAnswer {
  key: IdempotencyKey;
  answer: Answer;
}

/** Keeps answers for the next time. To be called in the transaction of the writes. */
export async function storeAnswers(tx: Db, organizationId: string, given: readonly FirstAnswer[], now: Date) {
  if (given.length === 0) return;
  await tx.query(insertAnswers, [
    organizationId,
    now.toISOString(),
    toColumn(given, ({ key }) => key.key),
    toColumn(given, ({ key }) => key.fingerprint),
    toColumn(given, ({ answer }) => String(answer.status)),
    toColumn(given, ({ answer }) => (answer.body === undefined ? null : JSON.stringify(answer.body))),
  ]);
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
