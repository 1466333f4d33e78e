import {
  type Event,
  type ImportStatus,
  importStatuses,
  isApiError,
  maxPageSize,
  type SubscriptionFilter,
  sampleImportStatusChangedEvent,
} from "@firstquadrant/core-client";
import { defineTrigger, type PlainInputField } from "zapier-platform-core";
import { givenTexts } from "../fields/given.ts";
import { importOutput, importOutputFields } from "../fields/import-fields.ts";
import { perform } from "../perform.ts";
import { receivedEvent } from "./received-event.ts";

const eventType = "import.status_changed";
type StatusChanged = Extract<Event, { type: typeof eventType }>;

const isStatusChanged = (event: Event): event is StatusChanged => event.type === eventType;

const inputFields: PlainInputField[] = [
  {
    key: "import_ids",
    label: "Imports",
    type: "string",
    list: true,
    required: false,
    dynamic: "list_imports.id.label",
    helpText: "Left empty, changes of every import count.",
  },
  {
    key: "statuses",
    label: "New Statuses",
    type: "string",
    list: true,
    required: false,
    // Nothing goes back to being a draft.
    choices: { running: "Running", completed: "Completed" },
    helpText: "Left empty, both count.",
  },
];

const isStatus = (text: string): text is ImportStatus => importStatuses.some((one) => one === text);

function filterOf(inputData: Record<string, unknown>): SubscriptionFilter {
  const importIds = givenTexts(inputData.import_ids);
  const statuses = givenTexts(inputData.statuses).filter(isStatus);
  return { ...(importIds.length > 0 && { importIds }), ...(statuses.length > 0 && { statuses }) };
}

/** One and the same for a delivery and for the list, so that a Zap set up with one works with the other. */
const toItem = ({ id, createdAt, data }: StatusChanged) => ({
  id,
  createdAt,
  status: data.status,
  previousStatus: data.previousStatus,
  import: importOutput(data.import),
});

/**
 * Has changes sent to Zapier. There is no idempotency key: a remembered answer could be of a subscription that was
 * taken back since. Should an answer be lost, the one that nobody knows of sends with a secret that nobody knows,
 * and ends when Zapier answers that the Zap is gone.
 */
export const subscribe = perform(async (client, _z, bundle) => {
  const { id, secret } = await client.subscriptions.create({
    targetUrl: bundle.targetUrl ?? "",
    eventTypes: [eventType],
    filter: filterOf(bundle.inputData),
    description: "Zapier: Import Status Changed",
  });
  return { id, secret };
});

/** Ends what `subscribe` began; one that is gone already is as good. */
export const unsubscribe = perform(async (client, _z, bundle) => {
  const id = bundle.subscribeData?.id;
  if (id === undefined) return {};
  await client.subscriptions.delete(id).catch((error: unknown) => {
    if (!isApiError(error) || error.status !== 404) throw error;
  });
  return {};
});

/** Takes one delivery. */
export const receive = perform(async (_client, z, bundle) =>
  [receivedEvent(z, bundle)].filter(isStatusChanged).map(toItem),
);

/** The newest changes, to set a Zap up with. */
export const list = perform(async (client, _z, bundle) => {
  const { importIds, statuses } = filterOf(bundle.inputData);
  const events = await client.events.list({
    limit: maxPageSize,
    filters: {
      "type.equals": eventType,
      ...(importIds && { "importId.in": importIds }),
      ...(statuses && { "status.in": statuses }),
    },
  });
  return events.filter(isStatusChanged).map(toItem);
});

export default defineTrigger({
  key: "import_status_changed",
  noun: "Import",
  display: {
    label: "Import Status Changed",
    description: "Triggers when an import is started or completed.",
  },
  operation: {
    type: "hook",
    inputFields,
    performSubscribe: subscribe,
    performUnsubscribe: unsubscribe,
    perform: receive,
    performList: list,
    sample: toItem(sampleImportStatusChangedEvent),
    outputFields: [
      { key: "id", label: "Event ID", type: "string" },
      { key: "createdAt", label: "Changed At", type: "datetime" },
      { key: "status", label: "New Status", type: "string" },
      { key: "previousStatus", label: "Previous Status", type: "string" },
      ...importOutputFields("import__"),
    ],
  },
});
