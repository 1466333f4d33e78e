import { startBackend } from "./backend-process.ts";
import { type BenchLine, type Database, perSecond, ratioOf, readable } from "./bench-line.ts";
import { withCsvFile } from "./csv-file.ts";
import { fillContacts } from "./fill-contacts.ts";
import { uploadFile } from "./imports.ts";
import { say } from "./say.ts";
import { withStorage } from "./storage.ts";

const reach = 0.8;

/** An upload of new contacts into a table with many, against the same upload into an empty table. */
export function benchPresent(database: Database, rows: number, there: number): Promise<BenchLine[]> {
  return withStorage(database, async (storage) => {
    const expected = { received: rows, created: rows };
    const first = await startBackend(storage.env);
    const emptySeconds = await withCsvFile(storage, { from: 0, to: rows }, (file) =>
      uploadFile(first, "Into an empty table", file, expected),
    );
    await first.stop();
    say(`  into an empty table: ${Math.round(rows / emptySeconds)} rows/s; now ${readable(there)} contacts are made`);

    await fillContacts(storage, first.organizationId, there);
    const second = await startBackend(storage.env, first.apiKey);
    const fullSeconds = await withCsvFile(storage, { from: rows, to: rows * 2 }, (file) =>
      uploadFile(second, "Into a full table", file, expected),
    );
    await second.stop();
    say(`  into the full table: ${Math.round(rows / fullSeconds)} rows/s`);
    return [
      {
        path: `CSV upload of ${readable(rows)} new rows with ${readable(there)} contacts there`,
        database,
        ours: perSecond(rows / fullSeconds, "rows"),
        baseline: `${perSecond(rows / emptySeconds, "rows")} (empty table)`,
        ratio: ratioOf(emptySeconds, fullSeconds),
        reach: `≥ ${reach}`,
        isMet: emptySeconds / fullSeconds >= reach,
      },
    ];
  });
}
