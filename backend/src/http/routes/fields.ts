import { presets, proposeFieldMapping } from "@firstquadrant/core-client";
import {
  customFieldInputSchema,
  fieldMappingProposalSchema,
  listedFieldSchema,
  proposalInputSchema,
} from "@firstquadrant/core-client/schemas";
import { z } from "zod";
import { defineField, forgetField } from "../../fields/change-fields.ts";
import { findCustomFields } from "../../fields/custom-field.ts";
import { listedCustomField, listFields } from "../../fields/list-fields.ts";
import { scopeOf } from "../../keys/scope.ts";
import { answers } from "../answers.ts";
import type { App } from "../app-type.ts";
import { accountOf } from "../authenticate.ts";
import type { Context } from "../context.ts";
import { sendOnce } from "../idempotency.ts";

const read = { scope: scopeOf("contact", "read") };
const write = { scope: scopeOf("contact", "write") };
const tags = ["Fields"];

export function fieldRoutes(app: App, context: Context): void {
  app.get(
    "/contact-fields",
    {
      config: read,
      schema: {
        tags,
        summary: "List every field that a contact can have",
        response: answers({ 200: z.array(listedFieldSchema) }),
      },
    },
    async (request) => listFields(await findCustomFields(context.db, accountOf(request).organization.id)),
  );

  app.post(
    "/contact-fields",
    {
      config: write,
      schema: {
        tags,
        summary: "Define a custom field",
        body: customFieldInputSchema,
        response: answers({ 201: listedFieldSchema }),
      },
    },
    (request, reply) =>
      sendOnce(context, request, reply, async (tx, organizationId, now) => ({
        status: 201,
        body: listedCustomField(await defineField(tx, organizationId, request.body, now)),
      })),
  );

  app.delete(
    "/contact-fields/:id",
    {
      config: write,
      schema: {
        tags,
        summary: "Forget a custom field; contacts keep its values",
        params: z.object({ id: z.string() }),
        response: answers({ 204: z.undefined() }),
      },
    },
    (request, reply) =>
      sendOnce(context, request, reply, async (tx, organizationId) => {
        await forgetField(tx, organizationId, request.params.id);
        return { status: 204, body: undefined };
      }),
  );

  app.post(
    "/field-mapping/proposals",
    {
      config: read,
      schema: {
        tags,
        summary: "Propose a field mapping from an app, samples or column names; nothing is changed",
        description: `Apps with a ready mapping: ${Object.keys(presets).join(", ")}.`,
        body: proposalInputSchema,
        response: answers({ 200: fieldMappingProposalSchema }),
      },
    },
    async (request) => proposeFieldMapping(request.body),
  );
}
