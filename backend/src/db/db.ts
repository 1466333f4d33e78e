/** A statement as SQL text. A name lets PostgreSQL plan it once per connection; give one to statements in hot paths. */
export interface Statement {
  readonly text: string;
  readonly name?: string;
}

/**
 * The database, as all of the product sees it. Both engines speak the same SQL; timestamps arrive as `Date`,
 * `bigint` as a number, `jsonb` parsed. Parameters for `jsonb` are given as JSON text.
 */
export interface Db {
  query<Row>(statement: Statement, parameters?: readonly unknown[]): Promise<Row[]>;
  /** Runs the work in one transaction: committed when it resolves, taken back when it rejects. */
  tx<Result>(work: (db: Db) => Promise<Result>): Promise<Result>;
}

/** A database that was opened here and is to be closed here. */
export interface OpenDb extends Db {
  /** Ends every connection; queries that run are finished first. */
  close(): Promise<void>;
}

/** Names a statement after what it does. */
export const statement = (name: string, text: string): Statement => ({ name, text });
