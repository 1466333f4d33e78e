import { setTimeout as wait } from "node:timers/promises";

/** Tries an assertion until it holds, instead of sleeping for as long as it might take. */
export async function eventually<Result>(
  attempt: () => Result | Promise<Result>,
  { timeoutMs = 10_000, everyMs = 50 } = {},
): Promise<Result> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > end) throw error;
      await wait(everyMs);
    }
  }
}
