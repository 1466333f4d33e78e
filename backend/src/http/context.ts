import type { Config } from "../config.ts";
import type { Db } from "../db/db.ts";
import type { FileStore } from "../files/file-store.ts";
import type { RunOnce } from "../idempotency/run-once.ts";
import type { Intake } from "../intake/gather.ts";
import type { KeyUse } from "../keys/key-use.ts";

/** What routes work with. */
export interface Context {
  config: Config;
  db: Db;
  intake: Intake;
  files: FileStore;
  /** To be called when there may be a run to work on. */
  wakeRuns: () => void;
  runOnce: RunOnce;
  keyUse: KeyUse;
  clock: () => Date;
  /** The origin that others reach this service at. */
  origin: () => string;
  /** To be called after a commit that may have owed deliveries. */
  wakeDeliveries: () => void;
  /** To be called after a commit that started an import. */
  onImportStarted: (organizationId: string, importId: string) => void;
  /** To be called after a commit that changed an import's questions. */
  onQuestionsChanged: (organizationId: string, importId: string) => void;
  /** False while the process ends: no new work should be sent to it. */
  isReady: () => boolean;
}
