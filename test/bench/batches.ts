import { Pool } from "undici";
import { startBackend } from "./backend-process.ts";
import { type BenchLine, type Database, perSecond, ratioOf, readable } from "./bench-line.ts";
import { contactOf } from "./contacts.ts";
import { copyContacts } from "./copy-baseline.ts";
import { requireCounts, startImport } from "./imports.ts";
import { say } from "./say.ts";
import { withStorage } from "./storage.ts";

const batchSize = 1000;
const inFlight = 4;
/** Sent before anything is measured, as contacts of their own: a process that runs has compiled what it does often. */
const warmUpRows = 5 * batchSize;
const reach = 0.3;

/** The requests' bodies, made before anything is measured. */
function bodiesOf(from: number, to: number): string[] {
  const bodies: string[] = [];
  for (let start = from; start < to; start += batchSize) {
    const length = Math.min(batchSize, to - start);
    const records = Array.from({ length }, (_, index) => ({ contact: contactOf(start + index) }));
    bodies.push(JSON.stringify({ records }));
  }
  return bodies;
}

/** Sends all bodies over a few connections, each of which has one request on its way. Answers with the seconds it took. */
async function sendAll(origin: string, path: string, apiKey: string, bodies: string[]): Promise<number> {
  const pool = new Pool(origin, { connections: inFlight, pipelining: 1 });
  const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
  const left = bodies.values();
  const sendNext = async () => {
    for (const body of left) {
      const answer = await pool.request({ method: "POST", path, headers, body });
      const text = await answer.body.text();
      if (answer.statusCode !== 200) throw new Error(`A batch was answered with ${answer.statusCode}: ${text}`);
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: inFlight }, sendNext));
  const seconds = (performance.now() - start) / 1000;
  await pool.close();
  return seconds;
}

/** Batches over HTTP, of new contacts alone, against `COPY` of the contacts that they made. */
export function benchBatches(database: Database, rows: number): Promise<BenchLine[]> {
  return withStorage(database, async (storage) => {
    const all = warmUpRows + rows;
    const bodies = bodiesOf(warmUpRows, all);
    const backend = await startBackend(storage.env);
    const importId = await startImport(backend, "Batches");
    const path = `/v5/imports/${importId}/contacts/batch`;
    await sendAll(backend.url, path, backend.apiKey, bodiesOf(0, warmUpRows));
    const ours = rows / (await sendAll(backend.url, path, backend.apiKey, bodies));
    await requireCounts(backend, importId, { received: all, created: all });
    await backend.stop();
    say(`  batches: ${Math.round(ours)} rows/s`);
    const baseline = await copyContacts(storage, all);
    return [
      {
        path: `batches of ${readable(batchSize)} over HTTP, ${readable(rows)} rows`,
        database,
        ours: perSecond(ours, "rows"),
        baseline: perSecond(baseline, "rows"),
        ratio: ratioOf(ours, baseline),
        reach: `≥ ${reach}`,
        isMet: ours / baseline >= reach,
      },
    ];
  });
}
