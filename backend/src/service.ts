import type { Config } from "./config.ts";
import { openDb } from "./db/open.ts";
import { isBoundByPolicies } from "./db/role.ts";
import { createFileStore } from "./files/file-store.ts";
import { createServer } from "./http/server.ts";
import { createRunOnce } from "./idempotency/run-once.ts";
import { takeInAllLateRecords, takeInLateRecords } from "./imports/late-records.ts";
import { createIntake } from "./intake/gather.ts";
import { createDeliverer } from "./jobs/deliver.ts";
import { createFetches } from "./jobs/fetches.ts";
import { type Repeated, repeat } from "./jobs/repeat.ts";
import { sweep } from "./jobs/sweep.ts";
import { sweepFiles } from "./jobs/sweep-files.ts";
import { workRuns } from "./jobs/work-runs.ts";
import { createKeyUse } from "./keys/key-use.ts";
import { createLog } from "./log.ts";
import { type Beginning, begin, type Wanted } from "./organizations/first-start.ts";
import { askAgain, askAllAgain } from "./qualification/ask-again.ts";
import { beginDue } from "./schedules/begin-due.ts";

const lateRecordsEveryMs = 30_000;
const scheduledRowsEveryMs = 30_000;
/** Runs that another process left behind are found by looking. */
const runsEveryMs = 5000;
/** How late a scheduled run begins at most; the finest schedule is of a minute. */
const schedulesEveryMs = 5000;
const sweepEveryMs = 3_600_000;
/** How long an end waits for requests that are still being sent, or whose answer nobody takes. */
const longestRequestMs = 5000;
const closeIdleEveryMs = 100;
/** How long an end waits for attempts that are on their way; an attempt that is cut off is made again later. */
const longestDeliveryMs = 3000;

const unbound =
  "row-level security does not bind the role of DATABASE_URL: it is a superuser or has bypassrls. What one organization has is kept from the others by the statements alone. Make a role as docs/operating.md says, under PostgreSQL";

/** The whole of it: the server and the work beside it, over one database. */
export interface Service {
  /** Listens; resolves with what a person needs to begin. */
  start(wanted: Wanted): Promise<Beginning & { origin: string }>;
  /** Takes nothing new, finishes what it answers for, and closes the database. */
  stop(reason: string): Promise<void>;
}

export async function createService(config: Config, clock: () => Date): Promise<Service> {
  const log = createLog(config.logLevel);
  const onError = (error: unknown) => log.error({ err: error }, "background work failed; it is tried again");
  const db = await openDb({ databaseUrl: config.databaseUrl, dataFolder: config.dataFolder, onError }, clock());

  if (config.databaseUrl !== null && !(await isBoundByPolicies(db))) log.warn(unbound);

  let isEnding = false;
  let origin = config.publicUrl ?? "";
  const deliverer = createDeliverer({ db, config, clock, log });
  const intake = createIntake(db, clock, deliverer.wake);
  const keyUse = createKeyUse(db, clock, (error) => log.error({ err: error }, "the last use of a key was not kept"));
  const taking = { db, intake, isEnding: () => isEnding };
  const asking = { db, clock, isEnding: () => isEnding, onOwed: deliverer.wake };
  const begun = new Set<Promise<void>>();
  const beside = (work: Promise<void>): void => {
    const working = work.catch(onError).finally(() => begun.delete(working));
    begun.add(working);
  };
  const files = createFileStore(config.dataFolder);
  const { allowPrivateTargets, fetchWaits } = config;
  const fetches = createFetches({
    db,
    files,
    clock,
    isEnding: () => isEnding,
    allowPrivateTargets,
    fetchWaits,
    onFetched: () => runs.wake(),
    onError,
  });
  const runs = repeat(
    () => workRuns({ db, files, intake, clock, fetches, isEnding: () => isEnding }),
    runsEveryMs,
    onError,
  );
  const beginAllDue = async () => {
    if ((await beginDue(db, clock(), onError)) > 0) runs.wake();
  };
  const app = await createServer(
    {
      config,
      db,
      intake,
      files,
      wakeRuns: runs.wake,
      runOnce: createRunOnce(db, clock),
      keyUse,
      clock,
      origin: () => origin,
      wakeDeliveries: deliverer.wake,
      onImportStarted: (organizationId, importId) => {
        runs.wake();
        beside(takeInLateRecords(taking, organizationId, importId));
        beside(askAgain(asking, organizationId, importId));
      },
      onQuestionsChanged: (organizationId, importId) => beside(askAgain(asking, organizationId, importId)),
      isReady: () => !isEnding,
    },
    log,
  );
  const repeated: Repeated[] = [];

  return {
    start: async (wanted) => {
      const address = await app.listen({ host: config.host, port: config.port });
      origin = config.publicUrl ?? address;
      repeated.push(
        repeat(() => takeInAllLateRecords(taking), lateRecordsEveryMs, onError),
        repeat(() => askAllAgain(asking), scheduledRowsEveryMs, onError),
        repeat(beginAllDue, schedulesEveryMs, onError),
        repeat(() => sweep(db, clock(), config.eventRetentionDays), sweepEveryMs, onError),
        repeat(() => sweepFiles(db, files, clock(), config.uploadRetentionDays), sweepEveryMs, onError),
      );
      deliverer.wake();
      log.info({ address, database: config.databaseUrl === null ? "embedded" : "postgres" }, "listening");
      return { ...(await begin(db, { ...wanted, now: clock() })), origin };
    },
    stop: async (reason) => {
      isEnding = true;
      log.info({ reason }, "ending");
      // A connection that was busy is kept open by its client once it is not: it would be waited for.
      const letGo = setInterval(() => app.server.closeIdleConnections(), closeIdleEveryMs);
      const cutOff = setTimeout(() => app.server.closeAllConnections(), longestRequestMs);
      await app.close();
      await runs.stop();
      await fetches.drain();
      clearInterval(letGo);
      clearTimeout(cutOff);
      await intake.drain();
      await keyUse.drain();
      await Promise.all(begun);
      for (const one of repeated) await one.stop();
      await deliverer.stop(longestDeliveryMs);
      await db.close();
      log.info("ended");
    },
  };
}
