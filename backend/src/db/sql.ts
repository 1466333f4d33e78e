import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
  sql,
} from "kysely";
import type { Db } from "./db.ts";

// Only writes statements and numbers their parameters; it is never asked to run one.
const compiler = new Kysely<Record<string, never>>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

export { type RawBuilder, sql };

/** Runs a statement that was put together from parts, as lists and counts under filters are. */
export function run<Row>(db: Db, query: RawBuilder<Row>): Promise<Row[]> {
  const { sql: text, parameters } = query.compile(compiler);
  return db.query<Row>({ text }, parameters);
}
