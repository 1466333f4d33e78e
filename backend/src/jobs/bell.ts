/** Wakes one who sleeps. */
export interface Bell {
  /** Ends the sleep; or the next one before it begins, when nobody sleeps. */
  ring(): void;
  /** Sleeps until the bell rings, or so many milliseconds. */
  wait(milliseconds: number): Promise<void>;
}

export function createBell(): Bell {
  let hasRung = false;
  let wakeUp: (() => void) | null = null;
  return {
    ring: () => {
      hasRung = true;
      wakeUp?.();
    },
    wait: async (milliseconds) => {
      if (!hasRung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds);
          wakeUp = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      wakeUp = null;
      hasRung = false;
    },
  };
}
