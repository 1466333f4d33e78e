import type { CreatedSubscription, Delivery, EventType, SubscriptionFilter } from "@firstquadrant/core-client";
import { afterAll, afterEach, beforeAll, expect } from "@jest/globals";
import { type Answer, send } from "./api.ts";
import { type Backend, createStorage, type Storage, startBackend } from "./backend.ts";
import { type Receiver, startReceiver } from "./receiver.ts";

const quick = { DELIVERY_WAITS: "0.2,0.2,0.2", DELIVERY_TIMEOUT: "2" };

/** A backend that tries deliveries again quickly, and what the tests of them do with it. */
export interface DeliveryScene {
  storage: () => Storage;
  backend: () => Backend;
  /** Starts a process anew, after the former has ended. */
  restart: () => Promise<void>;
  call: (method: string, path: string, body?: unknown) => Promise<Answer>;
  /** A receiver that closes at the end of the test. */
  receiver: () => Promise<Receiver>;
  /** Makes a draft: its own events are told apart from all others by its id. */
  createImport: (name: string, app?: string) => Promise<string>;
  start: (importId: string) => Promise<Answer>;
  complete: (importId: string) => Promise<Answer>;
  subscribe: (
    target: Pick<Receiver, "url">,
    filter: SubscriptionFilter,
    eventTypes?: EventType[],
  ) => Promise<CreatedSubscription>;
  /** The newest first. */
  deliveriesTo: (subscriptionId: string) => Promise<Delivery[]>;
}

/** Sets a scene up around the tests of a file or a group. */
export function setDeliveryScene(database: "embedded" | "postgres"): DeliveryScene {
  let storage: Storage;
  let backend: Backend;
  let key: Pick<Backend, "apiKey" | "organizationId">;
  const receivers: Receiver[] = [];
  const call: DeliveryScene["call"] = (method, path, body) => send({ ...backend, ...key }, method, path, body);

  beforeAll(async () => {
    storage = await createStorage(database);
    backend = await startBackend(storage, quick);
    key = { apiKey: backend.apiKey, organizationId: backend.organizationId };
  });

  afterEach(() => {
    for (const one of receivers.splice(0)) one.close();
  });

  afterAll(async () => {
    await backend?.stop();
    await storage?.remove();
  });

  return {
    storage: () => storage,
    backend: () => backend,
    restart: async () => {
      backend = await startBackend(storage, quick);
    },
    call,
    receiver: async () => {
      const started = await startReceiver();
      receivers.push(started);
      return started;
    },
    createImport: async (name, app = "zapier") => {
      const { status, body } = await call("POST", "/v5/imports", { name, method: "app", app });
      expect(status).toBe(201);
      return body.id;
    },
    start: (importId) => call("POST", `/v5/imports/${importId}/start`),
    complete: (importId) => call("POST", `/v5/imports/${importId}/complete`),
    subscribe: async ({ url }, filter, eventTypes = ["import.status_changed"]) => {
      const { status, body } = await call("POST", "/v5/subscriptions", { targetUrl: url, eventTypes, filter });
      expect(status).toBe(201);
      return body;
    },
    deliveriesTo: async (subscriptionId) =>
      (await call("GET", `/v5/deliveries?limit=100&filter.subscriptionId.equals=${subscriptionId}`)).body,
  };
}
