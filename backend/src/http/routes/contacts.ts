import { contactBodySchema, contactSchema } from "@firstquadrant/core-client/schemas";
import { z } from "zod";
import { contactList, type ListedContact } from "../../contacts/contact-list.ts";
import { fromListed, getContact } from "../../contacts/find-contact.ts";
import { addContact, changeContact, deleteContact } from "../../contacts/write-by-hand.ts";
import { scopeOf } from "../../keys/scope.ts";
import { answers } from "../answers.ts";
import type { App } from "../app-type.ts";
import { accountOf } from "../authenticate.ts";
import type { Context } from "../context.ts";
import { sendOnce } from "../idempotency.ts";
import { countSchema, listQuerySchema, sendCount, sendPage } from "../list-query.ts";

const byId = z.object({ id: z.string() });
const read = { scope: scopeOf("contact", "read") };
const write = { scope: scopeOf("contact", "write") };
const tags = ["Contacts"];

export function contactRoutes(app: App, context: Context): void {
  const { db } = context;

  app.get(
    "/contacts",
    {
      config: read,
      schema: {
        tags,
        summary: "List contacts",
        querystring: listQuerySchema,
        response: answers({ 200: z.array(contactSchema) }),
      },
    },
    (request, reply) =>
      sendPage<ListedContact, object>({ request, reply, db }, contactList, accountOf(request).organization.id, (rows) =>
        rows.map(fromListed),
      ),
  );

  app.get(
    "/contacts/count",
    {
      config: read,
      schema: {
        tags,
        summary: "Count contacts",
        querystring: listQuerySchema,
        response: answers({ 200: countSchema }),
      },
    },
    (request, reply) => sendCount({ request, reply, db }, contactList, accountOf(request).organization.id),
  );

  app.post(
    "/contacts",
    {
      config: write,
      schema: {
        tags,
        summary: "Add a contact by hand",
        body: contactBodySchema,
        response: answers({ 201: contactSchema }),
      },
    },
    (request, reply) =>
      sendOnce(context, request, reply, async (tx, organizationId, now) => ({
        status: 201,
        body: await addContact(tx, organizationId, request.body, now),
      })),
  );

  app.get(
    "/contacts/:id",
    {
      config: read,
      schema: { tags, summary: "Get a contact", params: byId, response: answers({ 200: contactSchema }) },
    },
    async (request) => getContact(db, accountOf(request).organization.id, request.params.id),
  );

  app.patch(
    "/contacts/:id",
    {
      config: write,
      schema: {
        tags,
        summary: "Change a contact's given fields",
        params: byId,
        body: contactBodySchema,
        response: answers({ 200: contactSchema }),
      },
    },
    (request, reply) =>
      sendOnce(context, request, reply, async (tx, organizationId, now) => ({
        status: 200,
        body: await changeContact(tx, organizationId, request.params.id, request.body, now),
      })),
  );

  app.delete(
    "/contacts/:id",
    {
      config: write,
      schema: { tags, summary: "Delete a contact", params: byId, response: answers({ 204: z.undefined() }) },
    },
    (request, reply) =>
      sendOnce(context, request, reply, async (tx, organizationId) => {
        await deleteContact(tx, organizationId, request.params.id);
        return { status: 204, body: undefined };
      }),
  );
}
