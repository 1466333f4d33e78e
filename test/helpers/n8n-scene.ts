import { randomUUID } from "node:crypto";
import type { Client, Import } from "@firstquadrant/core-client";
import { afterAll, beforeAll } from "@jest/globals";
import { clientOf } from "./api.ts";
import { type Backend, createStorage, type Storage, startBackend } from "./backend.ts";
import { type RecordingProxy, startRecordingProxy } from "./n8n-recording-proxy.ts";
import type { WorkflowInput, WorkflowNode } from "./n8n-rest.ts";
import { type N8nServer, startN8n } from "./n8n-server.ts";

/** n8n publishes a workflow after it has answered; on a busy machine that takes its time. */
export const patiently = { timeoutMs: 60_000 };

interface Started {
  backend: Backend;
  proxy: RecordingProxy;
  n8n: N8nServer;
  client: Client;
  credential: { id: string; name: string };
}

/** A real n8n that has our package, with a backend that it reaches through a proxy. */
export interface N8nScene extends Readonly<Started> {
  credentialData: (apiKey: string) => { apiKey: string; organizationId: string; baseUrl: string };
  createCredential: (name: string, apiKey: string) => Promise<{ id: string; name: string }>;
  /** What a node of ours needs to act as the organization; nothing for others. */
  credentialsFor: (type: string) => Pick<WorkflowNode, "credentials">;
  node: (name: string, type: string, parameters?: Record<string, unknown>) => WorkflowNode;
  /** Our node, under its own name unless another is given. */
  firstQuadrant: (parameters: Record<string, unknown>, name?: string) => WorkflowNode;
  /** A workflow that starts by hand with the given items. */
  withItems: (name: string, items: unknown[], ...nodes: WorkflowNode[]) => WorkflowInput;
  startImport: (name: string) => Promise<Import>;
}

/** Starts n8n and a backend before the tests of the file that calls this, and ends them after. */
export function n8nScene(): N8nScene {
  let storage: Storage | undefined;
  let started: Started | undefined;

  const there = (): Started => {
    if (started === undefined) throw new Error("n8n is not started yet: use it inside a test.");
    return started;
  };

  const credentialData = (apiKey: string) => ({
    apiKey,
    organizationId: there().backend.organizationId,
    baseUrl: `${there().proxy.url}/`,
  });

  async function createCredential(name: string, apiKey: string) {
    const data = credentialData(apiKey);
    const answer = await there().n8n.rest.rest("POST", "/credentials", { name, type: "firstQuadrantApi", data });
    return { id: answer.data.id, name };
  }

  beforeAll(async () => {
    storage = await createStorage("embedded");
    const backend = await startBackend(storage);
    const proxy = await startRecordingProxy(backend.url);
    const none = { id: "", name: "" };
    started = { backend, proxy, client: clientOf(backend), n8n: await startN8n(), credential: none };
    started.credential = await createCredential("FirstQuadrant", backend.apiKey);
  });

  afterAll(async () => {
    const ended = started?.backend.process.exitCode ?? null;
    await started?.n8n.stop();
    await started?.proxy.close();
    await started?.backend.stop();
    await storage?.remove();
    if (ended !== null) throw new Error(`The backend ended with ${ended} during the tests:\n${started?.backend.log()}`);
  });

  const ours = "n8n-nodes-firstquadrant.";
  const credentialsFor = (type: string) =>
    type.startsWith(ours) ? { credentials: { firstQuadrantApi: there().credential } } : {};
  const node = (name: string, type: string, parameters: Record<string, unknown> = {}): WorkflowNode => ({
    id: randomUUID(),
    name,
    type,
    typeVersion: 1,
    position: [0, 0],
    parameters,
    ...credentialsFor(type),
  });
  return {
    get backend() {
      return there().backend;
    },
    get proxy() {
      return there().proxy;
    },
    get n8n() {
      return there().n8n;
    },
    get client() {
      return there().client;
    },
    get credential() {
      return there().credential;
    },
    credentialData,
    createCredential,
    credentialsFor,
    node,
    firstQuadrant: (parameters, name = "FirstQuadrant") => node(name, `${ours}firstQuadrant`, parameters),
    withItems: (name, items, ...nodes) => ({
      name,
      nodes: [node("Start", "n8n-nodes-base.manualTrigger"), ...nodes],
      pinData: { Start: items.map((json) => ({ json })) },
    }),
    startImport: async (name) =>
      (await there().client.imports.findOrCreateAndStart({ name, method: "app", app: "n8n" })).import,
  };
}
