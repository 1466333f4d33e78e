import type { Db } from "../db/db.ts";
import type { ImportRecord } from "../imports/import-record.ts";
import type { Ledger } from "../intake/ledger.ts";
import { readyToWrite } from "../intake/write-batch.ts";
import { type RowChange, rewriteRows } from "./rewrite-rows.ts";

const nothingElse = { rows: [], counts: new Map(), held: [], heldIdsTaken: [], apps: new Map() };

/**
 * Writes rows that were decided anew, with the contacts and companies that came of it.
 *
 * @returns How many deliveries are owed.
 */
export async function writeDecided(
  tx: Db,
  record: ImportRecord,
  ledger: Ledger,
  changes: readonly RowChange[],
  now: Date,
): Promise<number> {
  const importOf = new Map([...ledger.changedContacts.keys()].map((id) => [id, record.id]));
  await readyToWrite(record.organization_id, { ...nothingElse, ledger }, importOf, now)(tx);
  return rewriteRows(tx, record, changes, now);
}
