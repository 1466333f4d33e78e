import { startBackend } from "./backend-process.ts";
import { type BenchLine, type Database, perSecond, ratioOf, readable } from "./bench-line.ts";
import { copyContacts } from "./copy-baseline.ts";
import { withCsvFile } from "./csv-file.ts";
import { uploadFile } from "./imports.ts";
import { say } from "./say.ts";
import { withStorage } from "./storage.ts";

/** The uploads, in their order: the second finds the contacts of the first, and has other values for them. */
const uploads = [
  { what: "all new", version: 0, outcome: "created", reach: 0.35 },
  { what: "all updates", version: 1, outcome: "updated", reach: 0.3 },
];

/** A CSV, from the first byte of its upload to the completed import, against `COPY` of the contacts that it made. */
export function benchUploads(database: Database, rows: number): Promise<BenchLine[]> {
  return withStorage(database, async (storage) => {
    const backend = await startBackend(storage.env);
    const rates: number[] = [];
    for (const { what, version, outcome } of uploads) {
      const expected = { received: rows, [outcome]: rows };
      const seconds = await withCsvFile(storage, { from: 0, to: rows, version }, (file) =>
        uploadFile(backend, what, file, expected),
      );
      rates.push(rows / seconds);
      say(`  ${what}: ${Math.round(rows / seconds)} rows/s`);
    }
    await backend.stop();
    const baseline = await copyContacts(storage, rows);
    return uploads.map(({ what, reach }, index) => {
      const ours = rates[index] ?? 0;
      return {
        path: `CSV upload of ${readable(rows)} rows, ${what}`,
        database,
        ours: perSecond(ours, "rows"),
        baseline: perSecond(baseline, "rows"),
        ratio: ratioOf(ours, baseline),
        reach: `≥ ${reach}`,
        isMet: ours / baseline >= reach,
      };
    });
  });
}
