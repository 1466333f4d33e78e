import { AsyncLocalStorage } from "node:async_hooks";

/** Work that is done again and again; `stop` waits for the one that runs. */
export interface Repeated {
  /** Does the work now; once more after it, when it is being done already. */
  wake(): void;
  stop(): Promise<void>;
}

/** Does the work at once and then every so often, never twice at a time. A failure is told and tried again. */
export function repeat(work: () => Promise<void>, everyMs: number, onError: (error: unknown) => void): Repeated {
  // Who wakes it may be at work for one organization; what it does is not of that one.
  const workApart = AsyncLocalStorage.bind(work);
  let running: Promise<void> | null = null;
  let isWanted = false;
  let isStopped = false;
  const run = () => {
    isWanted = true;
    if (isStopped || running !== null) return;
    isWanted = false;
    running = workApart()
      .catch(onError)
      .finally(() => {
        running = null;
        if (isWanted) run();
      });
  };
  const timer = setInterval(run, everyMs);
  run();
  return {
    wake: run,
    stop: async () => {
      isStopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
