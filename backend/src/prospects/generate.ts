import type { Db } from "../db/db.ts";
import { insertFictional } from "./fictional-prospects.ts";
import { lockNumbers } from "./write-prospects.ts";

const chunkSize = 20_000;
/** From here on indexes are made anew, if most of them would be: that is several times as fast as adding to them. */
const muchFrom = 100_000;

const counted = { text: "select count(*) as count from (select 1 from prospects limit $1) few" };
const forMany = {
  text: "select set_config('maintenance_work_mem', '1GB', true), set_config('work_mem', '256MB', true)",
};
const dropIndexes = { text: "drop index prospects_by_terms, prospects_by_cell" };
const createIndexes = [
  { text: "create index prospects_by_cell on prospects (cell, number)" },
  { text: "create index prospects_by_terms on prospects using gin (terms)" },
];
const sortIn = { text: "select gin_clean_pending_list('prospects_by_terms'::regclass)" };
const analyze = { text: "analyze prospects" };

/** Adds some, behind all that there are. */
async function addChunk(tx: Db, { count, seed }: { count: number; seed: number }, now: Date): Promise<void> {
  const last = await lockNumbers(tx);
  await insertFictional(tx, { from: last + 1, to: last + count, seed }, now);
}

/** How many there are to try things with, from the first start on. */
const toTry = 1000;

/** Adds some to a database that has none. */
export async function addFirstProspects(tx: Db, now: Date): Promise<void> {
  if ((await lockNumbers(tx)) === 0) await insertFictional(tx, { from: 1, to: toTry, seed: 1 }, now);
}

/**
 * Adds fictional people. Many at once are added in one transaction, and searches wait for it.
 *
 * @param tell Is told after each part how many there are by then.
 */
export async function generateProspects(
  db: Db,
  { count, seed }: { count: number; seed: number },
  { clock, tell }: { clock: () => Date; tell: (done: number) => void },
): Promise<void> {
  const addAll = async (within: Db["tx"], most: number) => {
    for (let done = 0; done < count; ) {
      const size = Math.min(most, count - done);
      await within((tx) => addChunk(tx, { count: size, seed }, clock()));
      done += size;
      tell(done);
    }
  };
  const [present] = await db.query<{ count: number }>(counted, [count]);
  const isMost = count >= muchFrom && (present?.count ?? 0) < count;
  if (isMost) {
    await db.tx(async (tx) => {
      await lockNumbers(tx);
      await tx.query(forMany);
      await tx.query(dropIndexes);
      await addAll(tx.tx, muchFrom);
      for (const createIndex of createIndexes) await tx.query(createIndex);
    });
  } else await addAll(db.tx, chunkSize);
  // What was added last would be read one by one by each search, and is not known to whoever plans it.
  await db.query(sortIn);
  await db.query(analyze);
}
