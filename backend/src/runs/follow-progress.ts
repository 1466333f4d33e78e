import type { ImportProgress } from "@firstquadrant/core-client";
import type { Db } from "../db/db.ts";
import { withinOrganization } from "../db/reach.ts";
import { findProgress, isUnderWay } from "./find-progress.ts";

/** Whoever works on a run may be another process: it is looked for, so often in milliseconds. */
const lookEveryMs = 1000;

type Listener = (progress: ImportProgress) => void;

interface Followed {
  listeners: Set<Listener>;
  /** What was told last; null until it is known. */
  told: { text: string; progress: ImportProgress } | null;
}

/** Tells how far runs are, as they move on. */
export interface ProgressFeed {
  /**
   * Tells at once how far an import's run is, and again whenever that changes, for as long as a run is under way. However
   * many follow an import, it is looked for once.
   *
   * @returns Ends it; to be called when nobody listens any more.
   */
  follow(organizationId: string, importId: string, listener: Listener): () => void;
}

export function createProgressFeed(db: Db, clock: () => Date, onError: (error: unknown) => void): ProgressFeed {
  const all = new Map<string, Followed>();

  async function look(followed: Followed, organizationId: string, importId: string): Promise<void> {
    while (followed.listeners.size > 0) {
      const started = clock();
      try {
        const progress = await withinOrganization(organizationId, () =>
          findProgress(db, organizationId, importId, started),
        );
        const text = JSON.stringify(progress);
        if (text !== followed.told?.text) {
          followed.told = { text, progress };
          for (const listener of followed.listeners) listener(progress);
        }
        if (!isUnderWay(progress)) followed.listeners.clear();
      } catch (error) {
        onError(error);
      }
      if (followed.listeners.size > 0) await new Promise((resolve) => setTimeout(resolve, lookEveryMs).unref());
    }
  }

  function begin(organizationId: string, importId: string): Followed {
    const followed: Followed = { listeners: new Set(), told: null };
    all.set(importId, followed);
    // The first who follows is there when it begins to look.
    setImmediate(() => {
      void look(followed, organizationId, importId).finally(() => {
        if (all.get(importId) === followed) all.delete(importId);
      });
    });
    return followed;
  }

  return {
    follow: (organizationId, importId, listener) => {
      const present = all.get(importId);
      const followed =
        present === undefined || present.listeners.size === 0 ? begin(organizationId, importId) : present;
      followed.listeners.add(listener);
      if (followed.told !== null) listener(followed.told.progress);
      return () => followed.listeners.delete(listener);
    },
  };
}
