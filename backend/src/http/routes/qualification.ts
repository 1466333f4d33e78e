import type { ImportRow } from "@firstquadrant/core-client";
import { importRowSchema } from "@firstquadrant/core-client/schemas";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Db } from "../../db/db.ts";
import { scopeOf } from "../../keys/scope.ts";
import { disqualifyRow } from "../../qualification/disqualify-row.ts";
import { qualifyRow } from "../../qualification/qualify-row.ts";
import { answers } from "../answers.ts";
import type { App } from "../app-type.ts";
import type { Context } from "../context.ts";
import { sendOnce } from "../idempotency.ts";

const byIds = z.object({ id: z.string(), rowId: z.string() });
const write = { scope: scopeOf("contact", "write") };

type Override = (tx: Db, organizationId: string, importId: string, rowId: string, now: Date) => Promise<ImportRow>;

export function qualificationRoutes(app: App, context: Context): void {
  const schema = (summary: string) => ({
    tags: ["Imports"],
    summary,
    params: byIds,
    response: answers({ 200: importRowSchema }),
  });
  const override = (
    request: FastifyRequest,
    reply: FastifyReply,
    { id, rowId }: z.infer<typeof byIds>,
    decide: Override,
  ) =>
    sendOnce(context, request, reply, async (tx, organizationId, now) => ({
      status: 200,
      body: await decide(tx, organizationId, id, rowId, now),
    }));

  app.post(
    "/imports/:id/rows/:rowId/qualify",
    { config: write, schema: schema("Take a row in that is unqualified") },
    (request, reply) => override(request, reply, request.params, qualifyRow),
  );

  app.post(
    "/imports/:id/rows/:rowId/disqualify",
    { config: write, schema: schema("Make a row unqualified; its contact goes only if this row alone brought it") },
    (request, reply) => override(request, reply, request.params, disqualifyRow),
  );
}
