import type { Import, ImportInput } from "@firstquadrant/core-client";
import { afterAll, beforeAll } from "@jest/globals";
import { send } from "./api.ts";
import { type Backend, createStorage, type Storage, startBackend } from "./backend.ts";

/** A backend that runs while the tests of a block do. */
export interface RunningBackend {
  readonly backend: Backend;
  readonly storage: Storage;
  /** Ends it as an operator does, and starts it anew on the same data. */
  restart: () => Promise<void>;
}

/** Starts a backend before the tests of the block that calls this, and ends it after them. */
export function runningBackend(database: "embedded" | "postgres", env: Record<string, string> = {}): RunningBackend {
  let storage: Storage | undefined;
  let backend: Backend | undefined;

  beforeAll(async () => {
    storage = await createStorage(database);
    backend = await startBackend(storage, env);
  });

  afterAll(async () => {
    await backend?.stop();
    await storage?.remove();
  });

  const there = <Thing>(thing: Thing | undefined): Thing => {
    if (thing === undefined) throw new Error("The backend is not started yet: use it inside a test.");
    return thing;
  };
  return {
    get backend() {
      return there(backend);
    },
    get storage() {
      return there(storage);
    },
    restart: async () => {
      const { apiKey } = there(backend);
      await there(backend).stop();
      backend = { ...(await startBackend(there(storage), env)), apiKey };
    },
  };
}

let made = 0;

/** Makes an import under a name of its own, as a draft. */
export async function draftImport(backend: Backend, input: Partial<ImportInput> = {}): Promise<Import> {
  made += 1;
  const answer = await send(backend, "POST", "/v5/imports", { name: `Import ${made}`, method: "webhook", ...input });
  if (answer.status !== 201) throw new Error(`The import was not made: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** Makes an import under a name of its own, and starts it. */
export async function runningImport(backend: Backend, input: Partial<ImportInput> = {}): Promise<Import> {
  const { id } = await draftImport(backend, input);
  return (await send(backend, "POST", `/v5/imports/${id}/start`)).body;
}
