import { normalizeBaseUrl } from "./request.ts";
import { accountResource } from "./resources/account.ts";
import { contactsResource } from "./resources/contacts.ts";
import { eventsResource } from "./resources/events.ts";
import { fieldsResource } from "./resources/fields.ts";
import { importsResource } from "./resources/imports.ts";
import { keysResource } from "./resources/keys.ts";
import { prospectsResource } from "./resources/prospects.ts";
import { subscriptionsResource } from "./resources/subscriptions.ts";
import { createSend } from "./send.ts";
import type { Transport } from "./transport.ts";

/** Where the hosted service answers, as published. */
export const hostedBaseUrl = "https://api.us.firstquadrant.ai/v5";

export interface ClientOptions {
  transport: Transport;
  /** Origin, with or without `/v5`; the hosted service unless said. */
  baseUrl?: string | undefined;
  /** `fqa_…`; left out where the transport adds the credential itself. */
  apiKey?: string | undefined;
  /** `org_…`. */
  organizationId?: string | undefined;
}

/** Makes a client. It holds no connection and no state: one per call is fine. */
export function createClient(options: ClientOptions) {
  const send = createSend(options.transport, normalizeBaseUrl(options.baseUrl ?? hostedBaseUrl), {
    ...(options.apiKey && { Authorization: `Bearer ${options.apiKey}` }),
    ...(options.organizationId && { "FirstQuadrant-Organization-ID": options.organizationId }),
  });
  return {
    account: accountResource(send),
    imports: importsResource(send),
    contacts: contactsResource(send),
    fields: fieldsResource(send),
    subscriptions: subscriptionsResource(send),
    events: eventsResource(send),
    keys: keysResource(send),
    prospects: prospectsResource(send),
  };
}

export type Client = ReturnType<typeof createClient>;
