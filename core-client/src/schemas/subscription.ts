import { z } from "zod";
import { type EventType, eventTypes } from "../catalogue/event-types.ts";
import { eventOutcomes } from "../model/event.ts";
import { importStatuses } from "../model/import.ts";
import { deliveryStatuses, subscriptionStatuses } from "../model/subscription.ts";
import { isField, noField } from "./field-name.ts";
import { timeSchema } from "./time.ts";

// The names of an object's properties are lost to the compiler when they are listed.
const names = Object.keys(eventTypes) as EventType[];
export const eventTypeSchema = z.enum(names);

const filterShape = {
  importIds: z.array(z.string().min(1)).exactOptional(),
  statuses: z.array(z.enum(importStatuses)).exactOptional(),
  apps: z.array(z.string().min(1)).exactOptional(),
  outcomes: z.array(z.enum(eventOutcomes)).exactOptional().meta({
    description:
      "Outcomes of records (created, updated, unqualified, rejected) and of runs (finished, failed). Events without an outcome are not narrowed.",
  }),
  changedFields: z
    .array(z.string().refine(isField, { error: ({ input }) => noField(String(input)) }))
    .exactOptional()
    .meta({
      description:
        "An update is told only when it changed one of these fields, named as in a field mapping. What is no update is not narrowed.",
    }),
  runIds: z.array(z.string().min(1)).exactOptional().meta({
    description:
      "Only for import.run_finished and import.status_changed: the end of these runs. A change of status concerns every run of its import.",
  }),
};

const typesOfRuns = new Set<EventType>(["import.run_finished", "import.status_changed"]);

const subscriptionInputShape = z.strictObject({
  targetUrl: z
    .url({ protocol: /^https?$/, error: "must be an address that begins with https:// or http://" })
    .max(2000)
    .meta({ description: "Where events are posted to.", examples: ["https://example.com/hooks/firstquadrant"] }),
  eventTypes: z
    .array(eventTypeSchema)
    .min(1, "must name at least one type of event")
    .refine((types) => new Set(types).size === types.length, "must not name a type twice"),
  filter: z
    .strictObject(filterShape)
    .exactOptional()
    .meta({ description: "Narrows the subscription; every part that is given must match." }),
  description: z.string().trim().max(500).exactOptional(),
});

export const subscriptionInputSchema = subscriptionInputShape.refine(
  ({ eventTypes: types, filter }) => filter?.runIds === undefined || types.every((type) => typesOfRuns.has(type)),
  { path: ["filter", "runIds"], message: "are only for import.run_finished and import.status_changed" },
);

const subscriptionShape = {
  id: z.string(),
  targetUrl: z.string(),
  eventTypes: z.array(eventTypeSchema),
  filter: z.object(filterShape),
  description: z.string().nullable(),
  status: z.enum(subscriptionStatuses),
  disabledReason: z.enum(["gone", "failing"]).nullable(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
};

export const subscriptionSchema = z
  .object(subscriptionShape)
  .meta({ id: "Subscription", description: "Where events are sent, which, and whether they still are." });

export const createdSubscriptionSchema = z
  .object({
    ...subscriptionShape,
    secret: z.string().meta({
      description: "Deliveries are signed with it. It is shown this once.",
      examples: ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    }),
  })
  .meta({ id: "CreatedSubscription", description: "A subscription, with the secret that is shown once." });

export const deliverySchema = z
  .object({
    id: z.string(),
    subscriptionId: z.string(),
    eventId: z.string(),
    eventType: eventTypeSchema,
    status: z.enum(deliveryStatuses),
    attempts: z.int(),
    nextAttemptAt: timeSchema.nullable(),
    lastAttemptAt: timeSchema.nullable(),
    lastResponseStatus: z.int().nullable(),
    lastError: z.string().nullable(),
    createdAt: timeSchema,
  })
  .meta({ id: "Delivery", description: "One event owed to one subscription." });
