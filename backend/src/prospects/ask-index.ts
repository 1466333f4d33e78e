import type { Db, Statement } from "../db/db.ts";

// Where terms are frequent each for itself and never together, a planner expects to find some soon wherever it looks, and
// reads all there is. Compiling a plan takes longer than these take.
const settings = { text: "select set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)" };

/** Runs a statement that is to find what has some terms by the index of the terms. */
export const askIndex = <Row>(db: Db, statement: Statement, parameters: readonly unknown[]): Promise<Row[]> =>
  db.tx(async (tx) => {
    await tx.query(settings);
    return tx.query<Row>(statement, parameters);
  });
