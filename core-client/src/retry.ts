import { isApiError, isConnectionError } from "./errors.ts";

/** Whether sending the same request again can help. Writes are safe to repeat under their idempotency key. */
export function isRetryable(error: unknown): boolean {
  if (isConnectionError(error)) return true;
  if (!isApiError(error)) return false;
  return error.status === 408 || error.status === 423 || error.status === 429 || error.status >= 500;
}

/**
 * How long to wait before the next try, in milliseconds; null when trying again is of no use.
 * The waits are the published advice: 1 s, 2 s, 4 s, each with up to a second of jitter; an answer's
 * `Retry-After` goes before them.
 *
 * @param error What the last try failed with.
 * @param attempt How many tries were made so far, from 1.
 * @param random A number from 0 up to 1.
 * @param maxAttempts How many tries are made in all.
 */
export function retryDelay(error: unknown, attempt: number, random: number, maxAttempts = 4): number | null {
  if (attempt >= maxAttempts || !isRetryable(error)) return null;
  const asked = isApiError(error) && error.retryAfter !== null ? error.retryAfter * 1000 : 0;
  return Math.max(asked, 1000 * 2 ** (attempt - 1)) + Math.floor(random * 1000);
}
