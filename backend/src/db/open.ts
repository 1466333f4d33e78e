import { type OpenDb, statement } from "./db.ts";
import { openEmbedded } from "./embedded.ts";
import { migrate } from "./migrate.ts";
import { openPostgres } from "./postgres.ts";
import { acrossOrganizations } from "./reach.ts";

const recordStart = statement(
  "record-start",
  `insert into process_starts (id, started_at) values (1, $1)
   on conflict (id) do update set started_at = excluded.started_at`,
);

/**
 * Opens the database that the settings name, in its newest form.
 *
 * @throws When the embedded database's commits do not reach the disk: better no service than one that forgets.
 */
export async function openDb(
  settings: { databaseUrl: string | null; dataFolder: string; onError: (error: Error) => void },
  now: Date,
): Promise<OpenDb> {
  if (settings.databaseUrl !== null) {
    const db = openPostgres(settings.databaseUrl, settings.onError);
    await migrate(db, now);
    return db;
  }
  const db = await openEmbedded(settings.dataFolder);
  await migrate(db, now);
  const before = db.flushes();
  await acrossOrganizations("a start is nobody's", () => db.query(recordStart, [now.toISOString()]));
  if (db.flushes() === before) {
    await db.close();
    throw new Error(
      "The embedded database does not write its commits to disk here. Set DATABASE_URL to use PostgreSQL.",
    );
  }
  return db;
}
