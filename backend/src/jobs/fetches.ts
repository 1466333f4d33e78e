import type { Db } from "../db/db.ts";
import type { FileStore } from "../files/file-store.ts";
import { releaseRun } from "../runs/claim-run.ts";
import { endRun } from "../runs/end-run.ts";
import { failRun } from "../runs/fail-run.ts";
import { fetchForRun, RunLostError } from "../runs/fetch-for-run.ts";
import { whileKept } from "../runs/keep-run.ts";
import { RunFailure } from "../runs/run-failure.ts";
import type { RunRecord } from "../runs/run-record.ts";

/** So many are fetched at a time: others that are due wait for a slow one only when all of these are slow. */
const mostFetches = 8;

export interface FetchesContext {
  db: Db;
  files: FileStore;
  clock: () => Date;
  isEnding: () => boolean;
  allowPrivateTargets: boolean;
  /** Seconds before each further try to fetch. */
  fetchWaits: readonly number[];
  /** To be called when a run can be worked on. */
  onFetched: () => void;
  onError: (error: unknown) => void;
}

/** Files that are being fetched for runs, beside the work on other runs. */
export interface Fetches {
  /** Begins with one; waits first while there are too many. */
  begin(run: RunRecord): Promise<void>;
  /** Waits for those that are under way. */
  drain(): Promise<void>;
}

/** Fetches what a run works through, and gives it back to be worked on; or ends it, or lets it wait for another try. */
async function fetchFor(context: FetchesContext, run: RunRecord): Promise<void> {
  const { db, clock } = context;
  try {
    const file = await whileKept(context, run, (signal) => fetchForRun(context, run, signal));
    if (file === null) return await endRun(db, run, { isUnchanged: true }, clock());
    await releaseRun(db, run);
    context.onFetched();
  } catch (error) {
    if (error instanceof RunLostError) return;
    if (context.isEnding()) await releaseRun(db, run);
    else if (error instanceof RunFailure) await failRun(db, run, error, context.fetchWaits, clock());
    else throw error;
  }
}

export function createFetches(context: FetchesContext): Fetches {
  const underWay = new Set<Promise<void>>();
  return {
    begin: async (run) => {
      while (underWay.size >= mostFetches) await Promise.race(underWay);
      const fetching = fetchFor(context, run)
        .catch(context.onError)
        .finally(() => underWay.delete(fetching));
      underWay.add(fetching);
    },
    drain: async () => {
      await Promise.all(underWay);
    },
  };
}
