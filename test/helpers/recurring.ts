import type { Import, ImportInput, ImportRun } from "@firstquadrant/core-client";
import { expect } from "@jest/globals";
import { send } from "./api.ts";
import type { Backend } from "./backend.ts";
import { eventually } from "./eventually.ts";
import type { ServedFile } from "./file-server.ts";

export const daily = { cron: "0 6 * * *", timeZone: "UTC" };

let made = 0;

/** Makes a recurring import of a file that is fetched, and starts it. */
export async function startRecurring(
  backend: Backend,
  file: ServedFile,
  more: Partial<ImportInput> = {},
): Promise<Import> {
  made += 1;
  const input = {
    name: `Recurring ${made}`,
    method: "upload",
    mode: "recurring",
    schedule: daily,
    sourceUrl: file.url,
    fieldMapping: { email: "Email", name: "Name" },
    ...more,
  };
  const answer = await send(backend, "POST", "/v5/imports", input);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  const started = await send(backend, "POST", `/v5/imports/${answer.body.id}/start`);
  if (started.status !== 200) throw new Error(JSON.stringify(started.body));
  return started.body;
}

export const getImport = async (backend: Backend, id: string): Promise<Import> =>
  (await send(backend, "GET", `/v5/imports/${id}`)).body;

/** The runs of an import, the oldest first. */
export const runsOf = async (backend: Backend, id: string): Promise<ImportRun[]> =>
  (await send(backend, "GET", `/v5/imports/${id}/runs`)).body.toReversed();

/** Waits until an import has so many runs that have ended, and no other; answers with the last of them. */
export async function whenRun(backend: Backend, id: string, count: number): Promise<ImportRun> {
  return eventually(
    async () => {
      const runs = await runsOf(backend, id);
      expect(runs.map(({ endedAt }) => endedAt !== null)).toEqual(Array.from({ length: count }, () => true));
      const last = runs.at(-1);
      if (last === undefined) throw new Error("There is no run.");
      return last;
    },
    { timeoutMs: 40_000, everyMs: 200 },
  );
}
