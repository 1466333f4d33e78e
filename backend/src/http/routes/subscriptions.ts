import {
  createdSubscriptionSchema,
  deliverySchema,
  subscriptionInputSchema,
  subscriptionSchema,
} from "@firstquadrant/core-client/schemas";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { deliveryList } from "../../deliveries/delivery-list.ts";
import { redeliver } from "../../deliveries/redeliver.ts";
import { type DeliveryRecord, toDelivery } from "../../deliveries/to-delivery.ts";
import { scopeOf } from "../../keys/scope.ts";
import { createSubscription } from "../../subscriptions/create-subscription.ts";
import { deleteSubscription } from "../../subscriptions/delete-subscription.ts";
import { getSubscription } from "../../subscriptions/find-subscription.ts";
import { replaySince } from "../../subscriptions/replay.ts";
import { subscriptionList } from "../../subscriptions/subscription-list.ts";
import { type SubscriptionRecord, toSubscription } from "../../subscriptions/to-subscription.ts";
import { answers } from "../answers.ts";
import type { App } from "../app-type.ts";
import { accountOf } from "../authenticate.ts";
import type { Context } from "../context.ts";
import { sendOnce } from "../idempotency.ts";
import { countSchema, listQuerySchema, sendCount, sendPage } from "../list-query.ts";

const byId = z.object({ id: z.string() });
const read = { scope: scopeOf("subscription", "read") };
const write = { scope: scopeOf("subscription", "write") };
const tags = ["Subscriptions"];

const replaySchema = z.strictObject({
  since: z.iso.datetime({ offset: true, error: "is no time; write it as 2026-01-31T09:30:00Z" }),
});

export function subscriptionRoutes(app: App, context: Context): void {
  const { db } = context;
  const organizationOf = (request: FastifyRequest) => accountOf(request).organization.id;

  app.get(
    "/subscriptions",
    {
      config: read,
      schema: {
        tags,
        summary: "List subscriptions",
        querystring: listQuerySchema,
        response: answers({ 200: z.array(subscriptionSchema) }),
      },
    },
    (request, reply) =>
      sendPage<SubscriptionRecord, object>({ request, reply, db }, subscriptionList, organizationOf(request), (rows) =>
        rows.map(toSubscription),
      ),
  );

  app.get(
    "/subscriptions/count",
    {
      config: read,
      schema: {
        tags,
        summary: "Count subscriptions",
        querystring: listQuerySchema,
        response: answers({ 200: countSchema }),
      },
    },
    (request, reply) => sendCount({ request, reply, db }, subscriptionList, organizationOf(request)),
  );

  app.post(
    "/subscriptions",
    {
      config: write,
      schema: {
        tags,
        summary: "Subscribe to events; the answer shows the signing secret, this once",
        body: subscriptionInputSchema,
        response: answers({ 201: createdSubscriptionSchema }),
      },
    },
    (request, reply) =>
      sendOnce(context, request, reply, async (tx, organizationId, now) => ({
        status: 201,
        body: await createSubscription(tx, organizationId, request.body, {
          allowPrivateTargets: context.config.allowPrivateTargets,
          now,
        }),
      })),
  );

  app.get(
    "/subscriptions/:id",
    {
      config: read,
      schema: { tags, summary: "Get a subscription", params: byId, response: answers({ 200: subscriptionSchema }) },
    },
    async (request) => toSubscription(await getSubscription(db, organizationOf(request), request.params.id)),
  );

  app.delete(
    "/subscriptions/:id",
    {
      config: write,
      schema: {
        tags,
        summary: "End a subscription; one that is not there has ended",
        params: byId,
        response: answers({ 204: z.undefined() }),
      },
    },
    (request, reply) =>
      sendOnce(context, request, reply, async (tx, organizationId) => {
        await deleteSubscription(tx, organizationId, request.params.id);
        return { status: 204, body: undefined };
      }),
  );

  app.post(
    "/subscriptions/:id/replay",
    {
      config: write,
      schema: {
        tags,
        summary: "Owe a subscription every matching event since a time once more",
        params: byId,
        body: replaySchema,
        response: answers({ 200: z.object({ deliveries: z.int() }) }),
      },
    },
    (request, reply) =>
      sendOnce(context, request, reply, async (tx, organizationId, now) => {
        const since = new Date(request.body.since);
        return {
          status: 200,
          body: { deliveries: await replaySince(tx, organizationId, request.params.id, since, now) },
        };
      }),
  );

  app.get(
    "/deliveries",
    {
      config: read,
      schema: {
        tags,
        summary: "List what is and was owed to subscriptions",
        querystring: listQuerySchema,
        response: answers({ 200: z.array(deliverySchema) }),
      },
    },
    (request, reply) =>
      sendPage<DeliveryRecord, object>({ request, reply, db }, deliveryList, organizationOf(request), (rows) =>
        rows.map(toDelivery),
      ),
  );

  app.get(
    "/deliveries/count",
    {
      config: read,
      schema: {
        tags,
        summary: "Count deliveries",
        querystring: listQuerySchema,
        response: answers({ 200: countSchema }),
      },
    },
    (request, reply) => sendCount({ request, reply, db }, deliveryList, organizationOf(request)),
  );

  app.post(
    "/deliveries/:id/redeliver",
    {
      config: write,
      schema: {
        tags,
        summary: "Send a delivery again, from the first attempt on",
        params: byId,
        response: answers({ 200: deliverySchema }),
      },
    },
    (request, reply) =>
      sendOnce(context, request, reply, async (tx, organizationId, now) => ({
        status: 200,
        body: toDelivery(await redeliver(tx, organizationId, request.params.id, now)),
      })),
  );
}
