/** Work that is done again and again; `stop` waits for the one that runs. */
export interface Repeated {
  stop(): Promise<void>;
}

/** Does the work at once and then every so often, never twice at a time. A failure is told and tried again. */
export function repeat(work: () => Promise<void>, everyMs: number, onError: (error: unknown) => void): Repeated {
  let running: Promise<void> | null = null;
  const run = () => {
    running ??= work()
      .catch(onError)
      .finally(() => {
        running = null;
      });
  };
  const timer = setInterval(run, everyMs);
  run();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
