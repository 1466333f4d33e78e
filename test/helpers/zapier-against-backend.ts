import type { Client } from "@firstquadrant/core-client";
import { clientOf } from "./api.ts";
import { type Backend, createStorage, startBackend } from "./backend.ts";
import { startZapierHost, type ZapierCall, type ZapierHost } from "./zapier-host.ts";
import { LambdaError } from "./zapier-lambda-error.ts";
import { zapierZip } from "./zapier-zip.ts";

/** The zip, run as Zapier runs it, and a real backend that its connection leads to. */
export interface ZapierAgainstBackend {
  backend: Backend;
  client: Client;
  zapier: ZapierHost;
  authData: Record<string, string>;
  /** Calls a function of the integration. */
  call: (method: string, more?: ZapierCall) => Promise<ReturnType<typeof JSON.parse>>;
  /** What such a call fails with. */
  failure: (method: string, more: ZapierCall, as?: Record<string, string>) => Promise<LambdaError>;
  stop: () => Promise<void>;
}

/**
 * Takes the zip of this run, and starts everything.
 *
 * @param env Settings of the backend besides those of all tests.
 */
export async function startZapierAgainstBackend(env: Record<string, string> = {}): Promise<ZapierAgainstBackend> {
  const zip = await zapierZip();
  const storage = await createStorage("embedded");
  const backend = await startBackend(storage, env);
  const zapier = await startZapierHost(zip);
  const authData = { baseUrl: backend.url, apiKey: backend.apiKey, organizationId: backend.organizationId };
  return {
    backend,
    client: clientOf(backend),
    zapier,
    authData,
    call: (method, more) => zapier.call(method, authData, more),
    failure: (method, more, as = authData) =>
      zapier.call(method, as, more).then(
        () => {
          throw new Error("It was expected to fail, and did not.");
        },
        (error: unknown) => {
          if (error instanceof LambdaError) return error;
          throw error;
        },
      ),
    stop: async () => {
      await zapier.stop();
      await backend.stop();
      await storage.remove();
    },
  };
}
