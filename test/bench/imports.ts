import { createReadStream } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Import, ImportCounts } from "@firstquadrant/core-client";
import { request } from "undici";
import type { BackendProcess } from "./backend-process.ts";
import { fieldMapping } from "./contacts.ts";

/** Makes an import of API calls, and starts it. */
export async function startImport(backend: BackendProcess, name: string): Promise<string> {
  const { id } = await backend.call<Import>("POST", "/imports", { name, method: "webhook" });
  await backend.call("POST", `/imports/${id}/start`);
  return id;
}

/** @throws When an import did not count exactly what was sent: then nothing that was measured counts. */
export async function requireCounts(
  backend: BackendProcess,
  importId: string,
  expected: Partial<ImportCounts>,
): Promise<void> {
  const { counts } = await backend.call<Import>("GET", `/imports/${importId}`);
  const all = { scheduled: 0, created: 0, updated: 0, unchanged: 0, skipped: 0, unqualified: 0, rejected: 0 };
  const wanted: Record<string, number> = { ...all, ...expected };
  const wrong = Object.entries(counts).filter(([name, count]) => count !== wanted[name]);
  if (wrong.length > 0) {
    throw new Error(`The import counted ${JSON.stringify(counts)}, and not ${JSON.stringify(expected)}.`);
  }
}

/** Waits for an import that works through its source once. @throws When its run failed, or it stands still. */
async function waitUntilCompleted(backend: BackendProcess, importId: string): Promise<void> {
  const longestStandstillMs = 120_000;
  let place = -1;
  let movedAt = Date.now();
  for (;;) {
    const { status, lastRun, counts } = await backend.call<Import>("GET", `/imports/${importId}`);
    if (lastRun?.status === "failed") throw new Error(`The run failed: ${lastRun.error}`);
    if (status === "completed") return;
    if (counts.received !== place) [place, movedAt] = [counts.received, Date.now()];
    if (Date.now() - movedAt > longestStandstillMs) throw new Error(`The import stands still at ${place} rows.`);
    await sleep(100);
  }
}

/**
 * Sends a file to an import that is started, and waits until the import has worked through it.
 *
 * @param expected What the import is to have counted then.
 * @returns How long it took, from the request's first byte to the completed import, in seconds.
 */
export async function uploadFile(
  backend: BackendProcess,
  name: string,
  file: string,
  expected: Partial<ImportCounts>,
): Promise<number> {
  const input = { name, method: "upload", mode: "once", fieldMapping };
  const { id } = await backend.call<Import>("POST", "/imports", input);
  await backend.call("POST", `/imports/${id}/start`);
  const start = performance.now();
  const { statusCode, body } = await request(`${backend.url}/v5/imports/${id}/file`, {
    method: "PUT",
    headers: { Authorization: `Bearer ${backend.apiKey}`, "Content-Type": "text/csv" },
    body: createReadStream(file, { highWaterMark: 1024 * 1024 }),
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const answer = await body.text();
  if (statusCode >= 300) throw new Error(`The file was answered with ${statusCode}: ${answer}`);
  await waitUntilCompleted(backend, id);
  const seconds = (performance.now() - start) / 1000;
  await requireCounts(backend, id, expected);
  return seconds;
}
