import type { Account } from "@firstquadrant/core-client";
import { type Db, statement } from "../db/db.ts";
import { withinOrganization } from "../db/reach.ts";

const everyMs = 60_000;
const mostNoted = 10_000;

// Of several processes that see the same key in the same minute, one writes.
const writeUse = statement(
  "note-use-of-api-key",
  `update api_keys set last_used_at = $3
   where organization_id = $1 and id = $2 and (last_used_at is null or last_used_at <= $4)`,
);

const writeUseOfGrant = statement(
  "note-use-of-oauth-grant",
  `update oauth_grants set last_used_at = $3
   where organization_id = $1 and id = $2 and (last_used_at is null or last_used_at <= $4)`,
);

/** Keeps when keys were last used, beside the requests that use them. */
export interface KeyUse {
  /** Notes that a key was used; at most one write a minute for each key, which nobody waits for. */
  note(account: Account): void;
  /** Resolves when all that was noted is written. */
  drain(): Promise<void>;
}

/** @param onError Is told of a write that failed; the next use of that key is written instead. */
export function createKeyUse(db: Db, clock: () => Date, onError: (error: unknown) => void): KeyUse {
  const written = new Map<string, number>();
  const writing = new Set<Promise<void>>();

  async function write({ id, organization, person }: Account, now: Date): Promise<void> {
    const aMinuteAgo = new Date(now.getTime() - everyMs);
    try {
      await withinOrganization(organization.id, () =>
        db.query(person === undefined ? writeUse : writeUseOfGrant, [
          organization.id,
          id,
          now.toISOString(),
          aMinuteAgo.toISOString(),
        ]),
      );
    } catch (error) {
      written.delete(id);
      onError(error);
    }
  }

  return {
    note: (account) => {
      const now = clock();
      if (now.getTime() - (written.get(account.id) ?? 0) < everyMs) return;
      if (written.size >= mostNoted) written.clear();
      written.set(account.id, now.getTime());
      const one = write(account, now).finally(() => writing.delete(one));
      writing.add(one);
    },
    drain: async () => {
      await Promise.all(writing);
    },
  };
}
