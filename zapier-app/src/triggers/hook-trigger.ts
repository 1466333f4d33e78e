import {
  type Event,
  type EventType,
  isApiError,
  type ListParams,
  maxPageSize,
  type SubscriptionFilter,
} from "@firstquadrant/core-client";
import type { Bundle, PlainInputField, PlainOutputField, ZObject } from "zapier-platform-core";
import { perform } from "../perform.ts";
import { listQuestions } from "./list-questions.ts";
import { receivedEvent } from "./received-event.ts";

export type EventOf<Type extends EventType> = Extract<Event, { type: Type }>;

type DynamicFields = (z: ZObject, bundle: Bundle) => Promise<PlainOutputField[]>;

/** What tells one trigger from another: all else is the same for whatever our events tell. */
export interface HookTrigger<Type extends EventType> {
  key: string;
  noun: string;
  label: string;
  description: string;
  eventTypes: readonly Type[];
  inputFields: PlainInputField[];
  /** What a person chose, as the subscription's filter: what a Zap does not want is not sent at all. */
  filterOf: (inputData: Record<string, unknown>) => SubscriptionFilter;
  /** One and the same for a delivery and for the list, so that a Zap set up with one works with the other. */
  toItem: (event: EventOf<Type>) => Record<string, unknown> & { id: string };
  sample: Record<string, unknown>;
  outputFields: (PlainOutputField | DynamicFields)[];
}

/** Events sort by their ids as by their time. */
const newestFirst = (one: Event, other: Event) => (one.id < other.id ? 1 : -1);

/** Makes an instant trigger of what our events tell. */
export function hookTrigger<const Type extends EventType>(trigger: HookTrigger<Type>) {
  const { key, noun, label, description, eventTypes, inputFields, filterOf, toItem, sample, outputFields } = trigger;
  const isOurs = (event: Event): event is EventOf<Type> => eventTypes.some((type) => type === event.type);

  /**
   * Has events sent to Zapier. There is no idempotency key: a remembered answer could be of a subscription that was
   * taken back since. Should an answer be lost, the one that nobody knows of sends with a secret that nobody knows,
   * and ends when Zapier answers that the Zap is gone.
   */
  const performSubscribe = perform(async (client, _z, bundle) => {
    const { id, secret } = await client.subscriptions.create({
      targetUrl: bundle.targetUrl ?? "",
      eventTypes: [...eventTypes],
      filter: filterOf(bundle.inputData),
      description: `Zapier: ${label}`,
    });
    return { id, secret };
  });

  /** Ends what was begun; one that is gone already is as good. */
  const performUnsubscribe = perform(async (client, _z, bundle) => {
    const id = bundle.subscribeData?.id;
    if (id === undefined) return {};
    await client.subscriptions.delete(id).catch((error: unknown) => {
      if (!isApiError(error) || error.status !== 404) throw error;
    });
    return {};
  });

  const receive = perform(async (_client, z, bundle) => [receivedEvent(z, bundle)].filter(isOurs).map(toItem));

  /** The newest events, to set a Zap up with. */
  const performList = perform(async (client, _z, bundle) => {
    const ask = (filters: ListParams["filters"]) =>
      client.events.list({ limit: maxPageSize, ...(filters && { filters }) });
    const answers = await Promise.all(listQuestions(eventTypes, filterOf(bundle.inputData)).map(ask));
    return answers.flat().filter(isOurs).toSorted(newestFirst).slice(0, maxPageSize).map(toItem);
  });

  return {
    key,
    noun,
    display: { label, description },
    operation: {
      type: "hook" as const,
      inputFields,
      performSubscribe,
      performUnsubscribe,
      perform: receive,
      performList,
      sample,
      outputFields,
    },
  };
}
