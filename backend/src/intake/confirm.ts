import { type Db, type Statement, statement } from "../db/db.ts";
import type { ImportRecord } from "../imports/import-record.ts";
import type { Seen } from "./read-state.ts";
import { OutOfTurn } from "./turns.ts";

const lockImports = statement(
  "confirm-imports",
  `select id, status, updated_at from imports
   where organization_id = $1 and id = any($2::text[]) order by id for no key update`,
);

// In the order in which they were read, which is that of all locks; one by one, as they were read.
const lockEach = (table: "contacts" | "companies"): Statement =>
  statement(
    `confirm-${table}`,
    `select found.* from unnest($2::text[]) as wanted(id)
     cross join lateral (
       select id, xmin::text as version from ${table}
       where organization_id = $1 and id = wanted.id limit 1 for no key update) found`,
  );

const lockContacts = lockEach("contacts");

const lockCompanies = lockEach("companies");

const isAsRead = (
  { status, updated_at: at }: ImportRecord,
  now: Pick<ImportRecord, "status" | "updated_at">,
): boolean => status === now.status && at.getTime() === now.updated_at.getTime();

async function areAsSeen(tx: Db, lock: Statement, organizationId: string, seen: Seen["contacts"]) {
  if (seen.size === 0) return true;
  const found = await tx.query<{ id: string; version: string }>(lock, [organizationId, [...seen.keys()]]);
  return found.length === seen.size && found.every(({ id, version }) => seen.get(id) === version);
}

/**
 * Locks what a batch read, in the order of all locks, once it is about to write: nothing of it may have changed since.
 *
 * @throws OutOfTurn When it did.
 */
export async function confirm(
  tx: Db,
  organizationId: string,
  imports: ReadonlyMap<string, ImportRecord>,
  seen: Seen,
): Promise<void> {
  const present = await tx.query<Pick<ImportRecord, "id" | "status" | "updated_at">>(lockImports, [
    organizationId,
    [...imports.keys()],
  ]);
  const byId = new Map(present.map((one) => [one.id, one]));
  const isSame =
    [...imports.values()].every((read) => {
      const now = byId.get(read.id);
      return now !== undefined && isAsRead(read, now);
    }) &&
    (await areAsSeen(tx, lockContacts, organizationId, seen.contacts)) &&
    (await areAsSeen(tx, lockCompanies, organizationId, seen.companies));
  if (!isSame) throw new OutOfTurn("What the batch is about was changed by somebody else.");
}
