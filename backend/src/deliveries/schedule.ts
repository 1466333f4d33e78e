const longestRetryAfter = 24 * 60 * 60;
const jitter = 0.1;

/**
 * When a delivery is tried again.
 *
 * @param attempt The number of the attempt that failed; the first is 1.
 * @param random From 0 to 1: spreads the wait by a tenth to either side, so that what failed together does not come
 *   back together.
 * @param waits Seconds after each attempt but the last.
 * @param retryAfter Seconds that the receiver asked for, if it did: never earlier, up to a day.
 * @returns Null when there is no attempt left.
 */
export function nextAttemptAt(
  attempt: number,
  now: Date,
  random: number,
  waits: readonly number[],
  retryAfter: number | null,
): Date | null {
  const wait = waits[attempt - 1];
  if (wait === undefined) return null;
  const spread = wait * (1 - jitter + 2 * jitter * random);
  const seconds = Math.max(spread, Math.min(retryAfter ?? 0, longestRetryAfter));
  return new Date(now.getTime() + Math.round(seconds * 1000));
}
