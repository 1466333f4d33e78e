// Prints every row of every table of an embedded database that no process has open, one JSON text a line.
// It runs in the backend's folder, whose database it is.
import { createRequire } from "node:module";
import path from "node:path";

const { PGlite } = createRequire(path.join(process.cwd(), "package.json"))("@electric-sql/pglite");
const database = await PGlite.create(path.join(process.argv[2] ?? "", "postgres"));
const tables = await database.query(
  "select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace",
);
for (const { name } of tables.rows) {
  const { rows } = await database.query(`select to_jsonb(t)::text as row from "${name}" t`);
  for (const { row } of rows) process.stdout.write(`${name} ${row}\n`);
}
await database.close();
