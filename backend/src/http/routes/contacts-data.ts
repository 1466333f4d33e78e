import {
  contactExportSchema,
  contactSchema,
  forgetResultSchema,
  mergeInputSchema,
} from "@firstquadrant/core-client/schemas";
import { z } from "zod";
import { exportContact } from "../../contacts/export-contact.ts";
import { findFilesNaming } from "../../contacts/files-naming.ts";
import { forgetContact } from "../../contacts/forget-contact.ts";
import { mergeInto } from "../../contacts/merge-into.ts";
import { scopeOf } from "../../keys/scope.ts";
import { answers } from "../answers.ts";
import type { App } from "../app-type.ts";
import { accountOf } from "../authenticate.ts";
import type { Context } from "../context.ts";
import { sendOnce } from "../idempotency.ts";

const byId = z.object({ id: z.string() });
const tags = ["Contacts"];

export function contactDataRoutes(app: App, context: Context): void {
  app.get(
    "/contacts/:id/export",
    {
      config: { scope: scopeOf("contact", "read") },
      schema: {
        tags,
        summary: "All that is stored of a contact: itself, its rows, its events, and kept records",
        params: byId,
        response: answers({ 200: contactExportSchema }),
      },
    },
    async (request) => exportContact(context.db, accountOf(request).organization.id, request.params.id),
  );

  app.post(
    "/contacts/:id/merge",
    {
      config: { scope: scopeOf("contact", "write") },
      schema: {
        tags,
        summary: "Merge a contact into another: that one survives, and this one's id and address lead to it",
        params: byId,
        body: mergeInputSchema,
        response: answers({ 200: contactSchema }),
      },
    },
    (request, reply) =>
      sendOnce(context, request, reply, async (tx, organizationId, now) => ({
        status: 200,
        body: await mergeInto(tx, organizationId, request.params.id, request.body.into, now),
      })),
  );

  // Not a parameter of DELETE: one that is misspelt or lost on the way would make the one out of the other in silence.
  app.post(
    "/contacts/:id/forget",
    {
      config: { scope: scopeOf("contact", "write") },
      schema: {
        tags,
        summary: "Delete a contact, and its personal data from rows, events, kept records, stored answers and files",
        description:
          "A file that names it is deleted whole, with all that it says of others; the contacts that came of it stay. While a run works through such a file, the answer is 423 and nothing is forgotten.",
        params: byId,
        response: answers({ 200: forgetResultSchema }),
      },
    },
    async (request, reply) => {
      const { organization } = accountOf(request);
      const named = await findFilesNaming(context, organization.id, request.params.id);
      let left: string[] = [];
      const sent = await sendOnce(context, request, reply, async (tx, organizationId, now) => {
        const { result, files } = await forgetContact(tx, organizationId, request.params.id, named, now);
        left = files;
        return { status: 200, body: result };
      });
      // A process that dies here leaves them to the sweep.
      for (const file of left) await context.files.remove(organization.id, file);
      return sent;
    },
  );
}
