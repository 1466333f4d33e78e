import { eventSchema } from "@firstquadrant/core-client/schemas";
import { z } from "zod";
import { notFound } from "../../errors.ts";
import { eventList } from "../../events/event-list.ts";
import { findEvents } from "../../events/find-event.ts";
import { type EventRecord, toEvent } from "../../events/to-event.ts";
import { bareId } from "../../ids.ts";
import { scopeOf } from "../../keys/scope.ts";
import { answers } from "../answers.ts";
import type { App } from "../app-type.ts";
import { accountOf } from "../authenticate.ts";
import type { Context } from "../context.ts";
import { countSchema, listQuerySchema, sendCount, sendPage } from "../list-query.ts";

const read = { scope: scopeOf("event", "read") };
const tags = ["Events"];

export function eventRoutes(app: App, context: Context): void {
  const { db } = context;

  app.get(
    "/events",
    {
      config: read,
      schema: {
        tags,
        summary: "List what happened",
        description: "Filters: type, importId, status, app, outcome, changed (has, hasAny), createdAt.",
        querystring: listQuerySchema,
        response: answers({ 200: z.array(eventSchema) }),
      },
    },
    (request, reply) => {
      const organizationId = accountOf(request).organization.id;
      return sendPage<EventRecord, object>({ request, reply, db }, eventList, organizationId, (rows) =>
        rows.map(toEvent),
      );
    },
  );

  app.get(
    "/events/count",
    {
      config: read,
      schema: { tags, summary: "Count events", querystring: listQuerySchema, response: answers({ 200: countSchema }) },
    },
    (request, reply) => sendCount({ request, reply, db }, eventList, accountOf(request).organization.id),
  );

  app.get(
    "/events/:id",
    {
      config: read,
      schema: {
        tags,
        summary: "Get an event",
        params: z.object({ id: z.string() }),
        response: answers({ 200: eventSchema }),
      },
    },
    async (request) => {
      const id = bareId(request.params.id);
      const event = (await findEvents(db, accountOf(request).organization.id, [id])).get(id);
      if (event === undefined) throw notFound("event", request.params.id);
      return event;
    },
  );
}
